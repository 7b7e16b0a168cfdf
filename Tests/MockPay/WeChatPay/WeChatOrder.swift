/// What a merchant asks for: read once, strictly.
package struct WeChatOrder: Equatable {
  /// How the buyer comes to pay.
  package enum Way: String, Sendable {
    case native
    case h5
    case jsapi

    var tradeType: String {
      switch self {
      case .native: "NATIVE"
      case .h5: "MWEB"
      case .jsapi: "JSAPI"
      }
    }
  }

  let number: String
  let description: String
  let amount: Int64
  let notifyURL: String
  let attach: String?
  let expiresAt: Int64
  /// The buyer under the app, where JSAPI wants it.
  let openid: String?
  /// The buyer's address, as the shop sees it.
  let payerAddress: String?
  /// All of the request, so that a repeat can be told from another order.
  let request: String

  /// How long an order without an end of its own can be paid, in seconds: a week.
  private static let lifetime: Int64 = 7 * 86_400
  private static let known: Set<String> = [
    "appid", "mchid", "description", "out_trade_no", "time_expire", "attach", "notify_url",
    "goods_tag", "support_fapiao", "amount", "detail", "scene_info", "settle_info", "payer",
  ]

  /// Reads the body of `POST /v3/pay/transactions/…`.
  init(
    _ body: [UInt8],
    way: Way,
    keys: WeChatKeys,
    controls: Controls,
    at now: Int64
  ) throws(WeChatError) {
    guard let json = JsonDocument(body), case .object(let fields) = json else {
      throw .parameter("请求体: expected a JSON object")
    }
    if let name = fields.keys.sorted().first(where: { !Self.known.contains($0) }) {
      throw .parameter("\(name): unknown field")
    }
    let text = { (name: String) throws(WeChatError) in try Self.text(name, in: json) }
    guard try text("mchid") == keys.mchid else {
      throw .parameter("mchid: expected \(keys.mchid)")
    }
    guard try text("appid") == keys.appid else {
      throw WeChatError(400, "APPID_MCHID_NOT_MATCH", "appid和mch_id不匹配")
    }
    number = try text("out_trade_no")
    if controls.follows(.wechatNumbers) { try Self.check(number: number) }
    description = try text("description")
    notifyURL = try text("notify_url")
    payerAddress = json["scene_info"]?["payer_client_ip"]?.text
    attach = json["attach"]?.text
    if controls.follows(.wechatLengths) {
      try Self.check(length: description, of: "description", most: 127)
      try Self.check(length: attach ?? "", of: "attach", most: 128)
      try Self.check(length: notifyURL, of: "notify_url", most: 255)
    }
    if controls.follows(.wechatNotifyURL) { try Self.check(address: notifyURL) }
    let least: Int64 = controls.follows(.wechatMinimum) ? 1 : .min
    amount = try Self.amount(json["amount"], of: ["total", "currency"], least: least)
    expiresAt = try Self.expiry(json["time_expire"]?.text, controls: controls, at: now)
    openid = json["payer"]?["openid"]?.text
    request = "\(way.rawValue) \(String(decoding: json.bytes, as: UTF8.self))"
    switch way {
    case .h5: try Self.check(scene: json["scene_info"])
    case .jsapi:
      guard openid != nil else { throw .parameter("payer.openid: expected text, found nothing") }
    case .native: break
    }
  }

  static func text(_ name: String, in json: JsonDocument) throws(WeChatError) -> String {
    guard let text = json[name]?.text, !text.isEmpty else {
      throw .parameter("\(name): expected text, found \(json[name].map { "\($0)" } ?? "nothing")")
    }
    return text
  }

  private static func check(
    length text: String,
    of name: String,
    most: Int
  ) throws(WeChatError) {
    guard text.utf8.count <= most else {
      throw .parameter("\(name): expected at most \(most) bytes, found \(text.utf8.count)")
    }
  }

  /// A merchant's own number of an order or a refund.
  static func check(number: String) throws(WeChatError) {
    guard number.wholeMatch(of: /[0-9A-Za-z_\-|*]{6,32}/) != nil else {
      throw .parameter("out_trade_no: expected 6 to 32 of 0-9A-Za-z_-|*, found \(number)")
    }
  }

  /// An address to be told at; https, except on the machine that plays this.
  static func check(address: String) throws(WeChatError) {
    let isHttps = address.hasPrefix("https://")
    guard isHttps || address.hasPrefix("http://") && isOfThisMachine(address) else {
      throw .parameter("notify_url: expected an https address, found \(address)")
    }
    guard !address.contains("?"), !address.contains("#") else {
      throw .parameter("notify_url: expected no query")
    }
  }

  static func amount(
    _ json: JsonDocument?,
    of names: [String],
    least: Int64 = 1
  ) throws(WeChatError) -> Int64 {
    guard case .object(let fields)? = json else {
      throw .parameter("amount: expected an object")
    }
    guard fields["currency"]?.text ?? "CNY" == "CNY" else {
      throw .parameter("amount.currency: expected CNY")
    }
    if let name = fields.keys.sorted().first(where: { !names.contains($0) }) {
      throw .parameter("amount.\(name): unknown field")
    }
    guard let total = fields["total"]?.integer, total >= least else {
      throw .parameter("amount.total: expected a whole number of fen, 1 or more")
    }
    return total
  }

  /// An end that comes too soon is moved to a minute after the order, as documented.
  private static func expiry(
    _ text: String?,
    controls: Controls,
    at now: Int64
  ) throws(WeChatError) -> Int64 {
    guard let text else { return now + lifetime }
    let moment = text.hasSuffix("+08:00") ? beijingSeconds(String(text.dropLast(6))) : nil
    guard controls.follows(.wechatExpiry) else { return max(moment ?? 0, now + 60) }
    guard let moment else {
      throw .parameter("time_expire: expected 2026-01-02T03:04:05+08:00, found \(text)")
    }
    guard moment > now else { throw .parameter("time_expire: expected the future, found \(text)") }
    return min(max(moment, now + 60), now + lifetime)
  }

  private static func check(scene: JsonDocument?) throws(WeChatError) {
    guard let address = scene?["payer_client_ip"]?.text, !address.isEmpty else {
      throw .parameter("scene_info.payer_client_ip: expected an address")
    }
    guard let type = scene?["h5_info"]?["type"]?.text,
      ["iOS", "Android", "Wap", "iOS_SDK", "Android_SDK"].contains(type)
    else { throw .parameter("scene_info.h5_info.type: expected Wap, iOS or Android") }
  }
}
