package import CryptoExtras

/// A call to the gateway whose signature was believed.
struct AlipayRequest: Sendable {
  let method: String
  let notifyURL: String?
  let returnURL: String?
  let content: JsonDocument
  /// Whether the shop names certificates: then answers do too.
  let isCertified: Bool

  private static let known: Set<String> = [
    "app_id", "method", "format", "charset", "sign_type", "sign", "timestamp", "version",
    "notify_url", "return_url", "biz_content", "app_auth_token", "app_cert_sn",
    "alipay_root_cert_sn",
  ]
  /// How far a request's time may be from now, in seconds.
  private static let tolerance: Int64 = 15 * 60

  /// Reads a query and a body; a parameter may stand in both if it says the same.
  static func fields(query: String, body: String) throws(AlipayError) -> [String: String] {
    do {
      let (first, second) = (try Form(query).values, try Form(body).values)
      for (name, value) in second where first[name] ?? value != value {
        throw AlipayError.invalid("isv.invalid-parameter", "\(name) differs in query and body")
      }
      return first.merging(second) { one, _ in one }
    } catch let error as AlipayError {
      throw error
    } catch {
      throw .invalid("isv.invalid-encoding", "the request is not form-encoded UTF-8: \(error)")
    }
  }

  init(
    _ fields: [String: String],
    keys: AlipayKeys,
    controls: Controls = Controls(),
    at now: Int64
  ) throws(AlipayError) {
    for (name, value) in [
      ("charset", "utf-8"), ("sign_type", "RSA2"), ("version", "1.0"), ("app_id", keys.appID),
    ] {
      let found = fields[name] ?? ""
      guard !found.isEmpty else { throw .missing(name) }
      guard found.lowercased() == value.lowercased() else {
        throw .invalid("isv.invalid-\(name)", "\(name): expected \(value), found \(found)")
      }
    }
    // Alipay's own library writes it in small letters.
    guard (fields["format"] ?? "JSON").uppercased() == "JSON" else {
      throw .invalid("isv.invalid-format", "format: expected JSON")
    }
    if let name = fields.keys.sorted().first(where: { !Self.known.contains($0) }) {
      throw .invalid("isv.invalid-parameter", "\(name): unknown parameter")
    }
    guard let method = fields["method"], !method.isEmpty else { throw .missing("method") }
    guard let signature = fields["sign"], !signature.isEmpty else { throw .missing("signature") }
    let text = AlipaySignature.requestText(fields)
    guard Signing.fits(signature, text, key: keys.appKey) else {
      let signed = String(decoding: text, as: UTF8.self)
      throw .invalid("isv.invalid-signature", "验签出错，待验签的字符串为: \(signed)")
    }
    isCertified = fields["app_cert_sn"] != nil || fields["alipay_root_cert_sn"] != nil
    if isCertified, controls.follows(.alipayCertificates) {
      try Self.checkNames(fields, keys.names)
    }
    let time = fields["timestamp"] ?? ""
    guard time.wholeMatch(of: /\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}/) != nil,
      let moment = beijingSeconds(time),
      (moment - now).magnitude <= Self.tolerance || !controls.follows(.alipayTimestamp)
    else {
      throw .invalid(
        "isv.invalid-timestamp",
        "timestamp: expected \(beijing(now, "%Y-%m-%d %H:%M:%S")) of Beijing, found \(time)"
      )
    }
    guard let content = JsonDocument(Array((fields["biz_content"] ?? "").utf8)),
      case .object = content
    else { throw .invalid("isv.invalid-biz_content", "biz_content: expected a JSON object") }
    self.method = method
    self.content = content
    notifyURL = try Self.address("notify_url", fields)
    returnURL = try Self.address("return_url", fields)
  }

  /// Both names, or neither.
  private static func checkNames(
    _ fields: [String: String],
    _ names: (app: String, own: String, root: String)
  ) throws(AlipayError) {
    guard let app = fields["app_cert_sn"] else { throw .missing("app-cert-sn") }
    guard let root = fields["alipay_root_cert_sn"] else { throw .missing("alipay-root-cert-sn") }
    guard app == names.app else { throw .invalid("isv.app-cert-not-exist", "应用公钥证书不存在") }
    guard root == names.root else {
      throw .invalid("isv.invalid-alipay-root-cert-sn", "无效支付宝根证书序列号")
    }
  }

  private static func address(
    _ name: String,
    _ fields: [String: String]
  ) throws(AlipayError) -> String? {
    guard let text = fields[name], !text.isEmpty else { return nil }
    guard text.hasPrefix("http://") || text.hasPrefix("https://"), origin(of: text) != nil,
      text.count <= 256
    else { throw .invalid("isv.invalid-\(name)", "\(name): expected an address, found \(text)") }
    return text
  }

  /// A text of the content that must be there.
  func text(_ name: String) throws(AlipayError) -> String {
    guard let text = content[name]?.text, !text.isEmpty else {
      throw .parameter("\(name): expected text")
    }
    return text
  }

  /// Refuses names that the method does not have.
  func allow(_ names: [String]) throws(AlipayError) {
    guard case .object(let fields) = content else { return }
    if let name = fields.keys.sorted().first(where: { !names.contains($0) }) {
      throw .parameter("\(name): unknown")
    }
  }
}

/// Alipay's signatures: RSA2 over sorted names and values.
package enum AlipaySignature {
  /// What a request signs: everything that is not empty, `sign_type` too.
  package static func requestText(_ fields: [String: String]) -> [UInt8] {
    text(fields.filter { $0.key != "sign" && !$0.value.isEmpty })
  }

  /// What a notification or a return signs: everything but the signature and its type.
  package static func noticeText(_ fields: [String: String]) -> [UInt8] {
    text(fields.filter { $0.key != "sign" && $0.key != "sign_type" })
  }

  /// Adds the signature and its type to a notification or a return.
  package static func signed(
    _ fields: [String: String],
    with key: _RSA.Signing.PrivateKey
  ) throws -> [String: String] {
    var signed = fields
    signed["sign"] = try Signing.sign(noticeText(fields), with: key)
    signed["sign_type"] = "RSA2"
    return signed
  }

  private static func text(_ fields: [String: String]) -> [UInt8] {
    let names = fields.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return Array(names.map { "\($0)=\(fields[$0] ?? "")" }.joined(separator: "&").utf8)
  }
}
