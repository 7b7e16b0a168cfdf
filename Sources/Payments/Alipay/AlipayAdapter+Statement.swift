package import Shop
import Transport

extension AlipayAdapter {
  /// Downloads the bill of a day of Beijing's; nil before ten o'clock of the next.
  ///
  /// https://opendocs.alipay.com/open/3c9f1bcf_alipay.data.dataservice.bill.downloadurl.query
  package func statement(
    of day: CivilDate,
    _ call: Call
  ) throws(ProviderError) -> [StatementLine]? {
    guard gateway.isMock || call.now >= day.beijingStatementMoment else { return nil }
    let outcome = try send(
      "alipay.data.dataservice.bill.downloadurl.query",
      AlipayBillNameDocument(billDate: "\(day)"),
      reading: AlipayBillDocument.self,
      call
    )
    switch outcome {
    // A day on which nothing was sold has no bill.
    case .failure("isp.bill_not_exist", _), .failure("isv.bill_not_exist", _): return []
    case .failure(_, let words): throw .refused(words)
    case .success(let document): return try AlipayBill.lines(of: file(document.url))
    }
  }

  /// The largest archive that is read, in bytes.
  private static let largestArchive = 32 << 20

  private func file(_ url: String) throws(ProviderError) -> [UInt8] {
    guard let address = ProviderAddress(url), isAlipays(address) else {
      throw .untrusted("Alipay keeps its bill at a place that is not its own")
    }
    var request = HTTPRequest(.get, url)
    request.limits.responseBytes = Self.largestArchive
    request.allowsPlainLoopback = gateway.isMock
    let response = try request.answer(isRepeatable: true)
    guard response.status == 200 else {
      throw .temporary("Alipay answered \(response.status) to the download of a bill")
    }
    return response.body
  }

  private func isAlipays(_ address: ProviderAddress) -> Bool {
    if address.isMock { return address.origin == gateway.origin }
    let host = address.origin.dropFirst("https://".count)
    return [".alipay.com", ".alipaydev.com", ".alipayobjects.com"].contains { host.hasSuffix($0) }
  }
}

private struct AlipayBillNameDocument: Encodable {
  let billType = "trade"
  let billDate: String

  enum CodingKeys: String, CodingKey {
    case billType = "bill_type"
    case billDate = "bill_date"
  }
}

private struct AlipayBillDocument: Decodable {
  let url: String

  enum CodingKeys: String, CodingKey {
    case url = "bill_download_url"
  }
}
