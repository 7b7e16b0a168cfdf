import Foundation
package import Shop
import Transport

extension EPayAdapter {
  /// Asks for an order by our number.
  ///
  /// The answer is proven by TLS alone. The key goes along in the address, as the interface wants
  /// it; no error repeats the address.
  package func query(
    _ question: PaymentQuestion,
    _ call: Call
  ) throws(ProviderError) -> PaymentFinding {
    guard let reference = question.reference else {
      throw .refused("EPay finds an order by our number alone")
    }
    var query = FormBody()
    query.add("act", "order")
    query.add("pid", pid)
    query.add("key", key.text)
    query.add("out_trade_no", reference.text)
    let address = "\(gateway)/api.php?\(String(decoding: query.bytes, as: UTF8.self))"
    var request = HTTPRequest(.get, address)
    request.allowsPlainLoopback = gateway.isMock
    let response = try request.answer(isRepeatable: true)
    switch response.status {
    case 200: break
    case 429, 500...: throw .temporary("EPay answered \(response.status)")
    default: throw .refused("EPay answered \(response.status)")
    }
    return try finding(of: reference, in: response.body)
  }

  private func finding(
    of reference: Reference,
    in body: [UInt8]
  ) throws(ProviderError) -> PaymentFinding {
    let order: EPayOrderDocument
    do {
      order = try JSONDecoder().decode(EPayOrderDocument.self, from: Data(body))
    } catch {
      throw .untrusted("EPay's answer about \(reference) cannot be read")
    }
    // Any other code: the buyer has not been there yet. There is no list of them.
    guard order.code?.text == "1" else { return .open }
    guard order.outTradeNo == reference.text, order.pid.map({ $0.text == pid }) ?? true else {
      throw .untrusted("EPay answered about another order than \(reference)")
    }
    guard order.status?.text == "1" else { return .open }
    guard let number = order.tradeNo?.text, WebhookBody.isIdentifier(number),
      let amount = order.money.flatMap({ Self.yuan($0.text) })
    else { throw .untrusted("EPay's answer about \(reference) has no number or amount") }
    let key = PaymentKey(paymentID: number, reference: reference)
    return PaymentFinding(
      facts: [.paid(PaidFact(key: key, amount: amount))],
      isFinal: true
    )
  }
}

/// An order as `api.php?act=order` tells it, or why it does not.
private struct EPayOrderDocument: Decodable {
  let code: WordDocument?
  let pid: WordDocument?
  let tradeNo: WordDocument?
  let outTradeNo: String?
  let money: WordDocument?
  /// 1 when it is paid.
  let status: WordDocument?

  enum CodingKeys: String, CodingKey {
    case code
    case pid
    case tradeNo = "trade_no"
    case outTradeNo = "out_trade_no"
    case money
    case status
  }

  /// A text or a number, as installations differ.
  struct WordDocument: Decodable {
    let text: String

    init(from decoder: any Decoder) throws {
      let value = try decoder.singleValueContainer()
      do {
        text = try value.decode(String.self)
      } catch {
        text = "\(try value.decode(Decimal.self))"
      }
    }
  }
}
