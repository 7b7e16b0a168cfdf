/// What a merchant asks for: read once, strictly.
struct WeChatOrder: Equatable {
  /// How the buyer comes to pay.
  enum Way: String {
    case native
    case h5

    var tradeType: String { self == .native ? "NATIVE" : "MWEB" }
  }

  let number: String
  let description: String
  let amount: Int64
  let notifyURL: String
  let attach: String?
  let expiresAt: Int64

  /// How long a code stays payable, in seconds.
  private static let lifetime: Int64 = 2 * 3600
  private static let known: Set<String> = [
    "appid", "mchid", "description", "out_trade_no", "time_expire", "attach", "notify_url",
    "goods_tag", "support_fapiao", "amount", "detail", "scene_info", "settle_info",
  ]

  /// Reads the body of `POST /v3/pay/transactions/…`.
  init(
    _ body: [UInt8],
    way: Way,
    keys: WeChatKeys,
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
    try Self.check(number: number)
    description = try text("description")
    guard (1...127).contains(description.count) else {
      throw .parameter("description: expected 1 to 127 characters, found \(description.count)")
    }
    notifyURL = try text("notify_url")
    try Self.check(address: notifyURL)
    amount = try Self.amount(json["amount"], of: ["total", "currency"])
    attach = json["attach"]?.text
    guard attach?.count ?? 0 <= 128 else {
      throw .parameter("attach: expected at most 128 characters")
    }
    expiresAt = try Self.expiry(json["time_expire"]?.text, at: now)
    if way == .h5 { try Self.check(scene: json["scene_info"]) }
  }

  static func text(_ name: String, in json: JsonDocument) throws(WeChatError) -> String {
    guard let text = json[name]?.text, !text.isEmpty else {
      throw .parameter("\(name): expected text, found \(json[name].map { "\($0)" } ?? "nothing")")
    }
    return text
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
    guard !address.contains("?"), !address.contains("#"), address.count <= 255 else {
      throw .parameter("notify_url: expected no query and at most 255 characters")
    }
  }

  static func amount(_ json: JsonDocument?, of names: [String]) throws(WeChatError) -> Int64 {
    guard case .object(let fields)? = json else {
      throw .parameter("amount: expected an object")
    }
    guard fields["currency"]?.text ?? "CNY" == "CNY" else {
      throw .parameter("amount.currency: expected CNY")
    }
    if let name = fields.keys.sorted().first(where: { !names.contains($0) }) {
      throw .parameter("amount.\(name): unknown field")
    }
    guard let total = fields["total"]?.integer, total >= 1 else {
      throw .parameter("amount.total: expected a whole number of fen, 1 or more")
    }
    return total
  }

  private static func expiry(_ text: String?, at now: Int64) throws(WeChatError) -> Int64 {
    guard let text else { return now + lifetime }
    guard text.hasSuffix("+08:00"), let moment = beijingSeconds(String(text.dropLast(6))) else {
      throw .parameter("time_expire: expected 2026-01-02T03:04:05+08:00, found \(text)")
    }
    guard moment > now else { throw .parameter("time_expire: expected the future, found \(text)") }
    return moment
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
