import Crypto
import Foundation
package import Shop
import Transport

extension WeChatPayAdapter {
  /// Downloads the bill of a day of Beijing's; nil before ten o'clock of the next.
  ///
  /// https://pay.weixin.qq.com/doc/v3/merchant/4012791888
  package func statement(
    of day: CivilDate,
    _ call: Call
  ) throws(ProviderError) -> [Statement.Line]? {
    guard address.isMock || call.now >= day.beijingStatementMoment else { return nil }
    let outcome = try send(.get, "/v3/bill/tradebill?bill_date=\(day)&bill_type=ALL", [], call)
    // A day on which nothing was sold has no bill.
    if case .failure(_, "NO_STATEMENT_EXIST", _) = outcome { return [] }
    if case .failure(_, "STATEMENT_CREATING", _) = outcome { return nil }
    let bill = try read(WeChatPayBillDocument.self, from: outcome)
    return try WeChatPayBill.lines(of: file(bill, call))
  }

  /// The largest bill that is read, in bytes.
  private static let largestBill = 64 << 20

  /// The file itself is not signed; the signed answer before it holds its hash.
  private func file(
    _ bill: WeChatPayBillDocument,
    _ call: Call
  ) throws(ProviderError) -> [UInt8] {
    let origin = address.origin
    guard bill.hashType == "SHA1", bill.downloadURL.hasPrefix(origin + "/"),
      address.leads(to: bill.downloadURL)
    else { throw .untrusted("WeChat Pay keeps its bill at a place that is not its own") }
    let target = String(bill.downloadURL.dropFirst(origin.count))
    var request = HTTPRequest(.get, bill.downloadURL)
    request.headers = [("Authorization", try authorization(.get, target, [], call))]
    request.limits.responseBytes = Self.largestBill
    request.allowsPlainLoopback = address.isMock
    let response = try request.answer(isRepeatable: true)
    guard response.status == 200 else {
      throw .temporary("WeChat Pay answered \(response.status) to the download of a bill")
    }
    let hash = Insecure.SHA1.hash(data: response.body).map { byte in
      let digits = String(byte, radix: 16)
      return digits.utf8.count == 1 ? "0" + digits : digits
    }.joined()
    guard hash == bill.hashValue.lowercased() else {
      throw .untrusted("WeChat Pay's bill has another hash than it was announced with")
    }
    return response.body
  }
}

/// Where the bill lies.
private struct WeChatPayBillDocument: Decodable {
  let hashType: String
  let hashValue: String
  let downloadURL: String

  enum CodingKeys: String, CodingKey {
    case hashType = "hash_type"
    case hashValue = "hash_value"
    case downloadURL = "download_url"
  }
}
