import Crypto
import Shop
import Text
import Transport

extension UnionPayAdapter {
  /// Sends signed fields and reads the answer, which is trusted only with UnionPay's own signature.
  ///
  /// `isRepeatable` says that the request may be sent again at once when its answer is lost.
  func ask(
    _ url: String,
    _ fields: [FormField],
    _ call: Call,
    longest: Int = 1_048_576,
    isRepeatable: Bool = true
  ) throws(ProviderError) -> UnionPayMessage {
    var form = FormBody()
    for field in try merchant.signed(fields) { form.add(field.name, field.value) }
    var request = HTTPRequest(.post, url)
    request.headers = [("Content-Type", "application/x-www-form-urlencoded;charset=UTF-8")]
    request.body = .bytes(form.bytes)
    request.limits.responseBytes = longest
    request.allowsPlainLoopback = gateway.isMock
    let response = try request.answer(isRepeatable: isRepeatable)
    // A refusal is signed; another status comes from something between UnionPay and us.
    guard response.status == 200 else { throw .temporary("UnionPay answered \(response.status)") }
    return try believed(response.body, call)
  }

  private func believed(_ body: [UInt8], _ call: Call) throws(ProviderError) -> UnionPayMessage {
    let message: UnionPayMessage
    do {
      message = try UnionPayMessage(answer: body)
    } catch {
      throw .untrusted("UnionPay's answer is not made of fields")
    }
    do {
      try trust.check(message, at: call.now)
    } catch {
      throw .untrusted("an answer that UnionPay has not signed says: \(message.complaint)")
    }
    guard message["merId"] == merchant.id else {
      throw .untrusted("UnionPay's answer is to another merchant")
    }
    return message
  }
}

/// The fields of a message of interface 5.1.0, by the names of UnionPay's specification.
///
/// Bytes in the character set that its own `encoding` names; what is read here is ASCII in all of
/// them.
struct UnionPayMessage: Sendable {
  let form: SignedForm

  init(form: SignedForm) {
    self.form = form
  }

  /// Reads an answer: `name=value` joined with `&` and without escapes; values may hold nested
  /// `{…}` and `[…]`.
  init(answer: [UInt8]) throws(WebhookRefusal) {
    var fields: [SignedForm.Field] = []
    for piece in Self.pieces(answer) where !piece.isEmpty {
      guard fields.count < SignedForm.mostFields, let equals = piece.firstIndex(of: 61) else {
        throw .malformed
      }
      fields.append(
        SignedForm.Field(
          name: Array(piece[..<equals]),
          value: Array(piece[piece.index(after: equals)...])
        )
      )
    }
    form = try SignedForm(decoded: fields)
  }

  private static func pieces(_ answer: [UInt8]) -> [ArraySlice<UInt8>] {
    var pieces: [ArraySlice<UInt8>] = []
    var start = 0
    var isInName = true
    var closing: UInt8?
    for (index, byte) in answer.enumerated() {
      switch byte {
      case UInt8(ascii: "=") where isInName: isInName = false
      case UInt8(ascii: "{") where !isInName && closing == nil: closing = UInt8(ascii: "}")
      case UInt8(ascii: "[") where !isInName && closing == nil: closing = UInt8(ascii: "]")
      case closing: closing = nil
      case UInt8(ascii: "&") where closing == nil:
        pieces.append(answer[start..<index])
        (start, isInName) = (index + 1, true)
      default: continue
      }
    }
    return pieces + [answer[start...]]
  }

  /// The signed bytes: the hex digits of the SHA-256 of all fields but the signature, which RSA
  /// with SHA-256 hashes once more.
  var signedBytes: [UInt8] { Self.digits(of: form) }

  static func digits(of form: SignedForm) -> [UInt8] {
    let text = form.signedBytes(leavingOut: ["signature"], droppingEmpty: true)
    return Array(SHA256.hash(data: text).hex.utf8)
  }

  subscript(_ name: String) -> String? { form.text(name) }

  /// `txnAmt` in `currencyCode`; never an amount of settlement.
  var amount: Money? {
    guard let digits = self["txnAmt"], (1...12).contains(digits.utf8.count),
      digits.utf8.allSatisfy({ (48...57).contains($0) }), let units = Int64(digits)
    else { return nil }
    return Money(minorUnits: units, currency: currency)
  }

  /// The few currencies that UnionPay settles in, by their ISO 4217 numbers; otherwise ISO's "no
  /// currency", which no checkout has, so that the payment is held.
  private var currency: Currency {
    let codes = ["156": "CNY", "344": "HKD", "446": "MOP", "840": "USD", "978": "EUR"]
    let code = self["currencyCode"].flatMap { codes[$0] } ?? "XXX"
    guard let currency = Currency(code) else { preconditionFailure("\(code) has three letters") }
    return currency
  }

  var sentAt: Timestamp? { self["txnTime"].flatMap(Timestamp.init(txnTime:)) }

  var outcome: UnionPayOutcome? { self["respCode"].map(UnionPayOutcome.init(code:)) }

  /// Our order number; nil where it is not one.
  var reference: Reference? { self["orderId"].flatMap(Reference.init) }

  /// UnionPay's number of the transaction.
  var queryID: String? {
    self["queryId"].flatMap { WebhookBody.isIdentifier($0) ? $0 : nil }
  }
}

/// What a `respCode` or `origRespCode` means.
enum UnionPayOutcome: Equatable, Sendable {
  /// `00`
  case success
  /// `A6`: done, with a defect; UnionPay asks for a query before it is booked.
  case flawedSuccess
  /// `03`, `04`, `05`: the result is not known yet.
  case underWay
  /// `42`: the money was taken after the time to pay; UnionPay gives it back by itself.
  case belated
  /// `34`
  case unknownOrder
  /// `12`: an order of this number and time exists.
  case repeated
  /// `98`
  case noFile
  /// `39`: the time of the request is out of range.
  case outOfTime
  /// `02`, `06`, `37`, `99`: closed, busy, asked too often, or the gateway's own trouble.
  case trouble
  /// Everything else.
  case failure

  init(code: String) {
    switch code {
    case "00": self = .success
    case "A6": self = .flawedSuccess
    case "03", "04", "05": self = .underWay
    case "42": self = .belated
    case "12": self = .repeated
    case "34": self = .unknownOrder
    case "98": self = .noFile
    case "39": self = .outOfTime
    case "02", "06", "37", "99": self = .trouble
    default: self = .failure
    }
  }
}

extension UnionPayMessage {
  /// UnionPay's own code and words.
  var complaint: String {
    ProviderError.line(
      "UnionPay answered respCode \(self["respCode"] ?? "none"), \(self["respMsg"] ?? "no words")"
    )
  }
}

/// The merchant that UnionPay deals with.
struct UnionPayMerchant: Sendable {
  /// `merId`: 15 digits and letters.
  let id: String
  private let key: RSAPrivateKey
  /// The certificate by which UnionPay knows the key.
  let certificate: PublicCertificate

  init(id: String, key: RSAPrivateKey, certificate: PublicCertificate) {
    self.id = id
    self.key = key
    self.certificate = certificate
  }

  /// The names that `signed` adds, besides the signature.
  static let commonNames = ["version", "encoding", "signMethod", "certId", "accessType", "merId"]

  /// The fields with what every message has, and the signature at the end; drops empty ones.
  func signed(_ fields: [FormField]) throws(ProviderError) -> [FormField] {
    let common = [
      FormField("version", "5.1.0"), FormField("encoding", "UTF-8"), FormField("signMethod", "01"),
      FormField("certId", certificate.serial.decimal), FormField("accessType", "0"),
      FormField("merId", id),
    ]
    let all = (common + fields).filter { !$0.value.isEmpty }
    let form: SignedForm
    do {
      form = try SignedForm(
        decoded: all.map { .init(name: Array($0.name.utf8), value: Array($0.value.utf8)) }
      )
    } catch {
      preconditionFailure("a request to UnionPay names a field twice")
    }
    let signature = try key.base64Signature(over: UnionPayMessage.digits(of: form))
    return all + [FormField("signature", signature)]
  }
}

extension Timestamp {
  /// `yyyyMMddHHmmss` in Beijing: UnionPay's form of a moment.
  var txnTime: String {
    beijingText.filter { $0 != "-" && $0 != ":" && $0 != " " }
  }

  /// The settlement day of a moment, as `MMdd`: it ends at 23:00 in Beijing.
  var settleDate: String { String(advanced(seconds: 3600).txnTime.dropFirst(4).prefix(4)) }

  /// Reads `yyyyMMddHHmmss` of Beijing.
  init?(txnTime text: String) {
    let digits = Array(text.utf8)
    guard digits.count == 14, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
    let part = { (range: Range<Int>) in String(decoding: digits[range], as: UTF8.self) }
    self.init(
      beijing: "\(part(0..<4))-\(part(4..<6))-\(part(6..<8)) "
        + "\(part(8..<10)):\(part(10..<12)):\(part(12..<14))"
    )
  }
}
