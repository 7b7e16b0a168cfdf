import Foundation
package import Shop
import Transport

extension EPayAdapter {
  /// Asks for an order by our number.
  ///
  /// An answer of the first interface is proven by TLS alone, one of the second is signed. Most
  /// installations want the key itself in the address; no error repeats it.
  package func query(
    _ question: Payment.Question,
    _ call: Call
  ) throws(ProviderError) -> Payment.Finding {
    guard let reference = question.reference else {
      throw .refused("EPay finds an order by our number alone")
    }
    let order: EPayOrderDocument?
    switch dialect {
    case .v1(let key, let asksBySignature):
      let fields = [
        FormField("act", "order"), FormField("pid", pid),
      ]
      let number = FormField("out_trade_no", reference.text)
      let all =
        asksBySignature
        ? try dialect.signed(fields + [number], at: call.now)
        : fields + [FormField("key", key.text), number]
      order = try ask(.get, "api.php", all, "about \(reference)")
    case .v2:
      let fields = [FormField("pid", pid), FormField("out_trade_no", reference.text)]
      let signed = try dialect.signed(fields, at: call.now)
      order = try ask(.post, "api/pay/query", signed, "about \(reference)")
    }
    return try order.map { order throws(ProviderError) in try finding(of: reference, in: order) }
      ?? .open
  }

  /// Sends fields and reads the answer; nil where it says No, unsigned as that may be.
  ///
  /// Nothing is ever settled by a No.
  func ask(
    _ method: HTTPRequest.Method,
    _ path: String,
    _ fields: [FormField],
    _ what: String,
    isRepeatable: Bool = true
  ) throws(ProviderError) -> EPayOrderDocument? {
    var form = FormBody()
    for field in fields { form.add(field.name, field.value) }
    let text = String(decoding: form.bytes, as: UTF8.self)
    var request = HTTPRequest(method, "\(gateway)/\(path)\(method == .get ? "?\(text)" : "")")
    if method == .post {
      request.headers = [("Content-Type", "application/x-www-form-urlencoded")]
      request.body = .bytes(form.bytes)
    }
    request.allowsPlainLoopback = gateway.isMock
    let response = try request.answer(isRepeatable: isRepeatable)
    switch response.status {
    case 200: break
    case 429, 500...: throw .temporary("EPay answered \(response.status)")
    default: throw .refused("EPay answered \(response.status)")
    }
    return try believed(response.body, what)
  }

  private func believed(
    _ body: [UInt8],
    _ what: String
  ) throws(ProviderError) -> EPayOrderDocument? {
    let order: EPayOrderDocument
    do {
      order = try JSONDecoder().decode(EPayOrderDocument.self, from: Data(body))
    } catch {
      throw .untrusted("EPay's answer \(what) cannot be read")
    }
    switch dialect {
    // Any other code: the buyer has not been there yet. There is no list of them.
    case .v1: return order["code"] == "1" ? order : nil
    case .v2:
      guard order["code"] == "0" else { return nil }
      guard let form = order.form, dialect.isSigned(form) else {
        throw .untrusted("EPay has not signed its answer \(what)")
      }
      return order
    }
  }

  private func finding(
    of reference: Reference,
    in order: EPayOrderDocument
  ) throws(ProviderError) -> Payment.Finding {
    guard order["out_trade_no"] == reference.text, order["pid"].map({ $0 == pid }) ?? true else {
      throw .untrusted("EPay answered about another order than \(reference)")
    }
    // 0 is not paid, 3 is frozen by the aggregator: neither is money.
    guard let status = order["status"], status == "1" || status == "2" else { return .open }
    guard let number = order["trade_no"], WebhookBody.isIdentifier(number),
      let amount = order["money"].flatMap(Self.yuan)
    else { throw .untrusted("EPay's answer about \(reference) has no number or amount") }
    let key = Payment.Key(paymentID: number, reference: reference)
    var facts: [PaymentFact] = [.paid(PaidFact(key: key, amount: amount))]
    // What went back, or all of it where the answer only says that it did.
    let back = order["refundmoney"].flatMap(Self.yuan) ?? (status == "2" ? amount : nil)
    if let back { facts.append(.refunded(key, Refund.Confirmed(id: nil, amount: back))) }
    return Payment.Finding(facts: facts, isFinal: true)
  }
}

/// The fields of an answer, texts and numbers alike, since installations differ.
struct EPayOrderDocument: Decodable {
  private let fields: [String: String]

  subscript(_ name: String) -> String? { fields[name] }

  /// As they are signed; nil where a name is empty.
  var form: SignedForm? {
    do {
      return try SignedForm(
        decoded: fields.map { .init(name: Array($0.key.utf8), value: Array($0.value.utf8)) }
      )
    } catch {
      return nil
    }
  }

  init(from decoder: any Decoder) throws {
    let values = try decoder.singleValueContainer().decode([String: WordDocument].self)
    fields = values.compactMapValues(\.text)
  }

  /// A text or a number; what is neither is no part of a signature.
  private struct WordDocument: Decodable {
    let text: String?

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      do {
        text = try value.decode(String.self)
      } catch {
        do {
          text = "\(try value.decode(Decimal.self))"
        } catch {
          text = nil
        }
      }
    }
  }
}
