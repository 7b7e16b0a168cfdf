package import Shop
import Transport

extension AlipayAdapter {
  /// Downloads the bills of a day in Beijing; nil before ten o'clock of the next.
  ///
  /// `trade` lists purchases with fees, `signcustomer` every movement of the account. Both are
  /// read, since the contract decides which of them lists the payments of a website.
  /// https://opendocs.alipay.com/open/3c9f1bcf_alipay.data.dataservice.bill.downloadurl.query
  package func statement(
    of day: CivilDate,
    _ call: Call
  ) throws(ProviderError) -> [Statement.Line]? {
    guard gateway.isMock || call.now >= day.beijingStatementMoment else { return nil }
    var (trades, movements): ([Statement.Line], [Statement.Line]) = ([], [])
    if let bill = try bill("trade", of: day, call) {
      trades = try AlipayBill.trades(in: bill, day: day)
    }
    if let bill = try bill("signcustomer", of: day, call) {
      movements = try AlipayBill.movements(in: bill, day: day)
    }
    return AlipayBill.merged(trades: trades, movements: movements)
  }

  /// The archive of a bill; nil for a day on which nothing happened.
  private func bill(
    _ type: String,
    of day: CivilDate,
    _ call: Call
  ) throws(ProviderError) -> [UInt8]? {
    let outcome = try send(
      "alipay.data.dataservice.bill.downloadurl.query",
      AlipayBillNameDocument(billType: type, billDate: "\(day)"),
      reading: AlipayBillDocument.self,
      call
    )
    switch outcome {
    case .failure(let name, _) where Self.isNoBill(name): return nil
    case .failure(_, let words): throw .refused(words)
    case .success(let document): return try file(document.url)
    }
  }

  /// Whether Alipay says that a day has no such bill: `isp.bill_not_exist`, `NO_BILL_DATA`.
  static func isNoBill(_ name: String) -> Bool {
    let name = name.lowercased()
    return name.hasSuffix("bill_not_exist") || name.hasSuffix("no_bill_data")
  }

  /// The largest archive that is read, in bytes.
  private static let largestArchive = 32 << 20

  private func file(_ url: String) throws(ProviderError) -> [UInt8] {
    guard let place = place(of: url) else {
      throw .untrusted("Alipay keeps its bill at a place that is not its own")
    }
    var request = HTTPRequest(.get, place)
    request.limits.responseBytes = Self.largestArchive
    request.allowsPlainLoopback = gateway.isMock
    let response = try request.answer(isRepeatable: true)
    guard response.status == 200 else {
      throw .temporary("Alipay answered \(response.status) to the download of a bill")
    }
    return response.body
  }

  /// The address that a bill is fetched from; nil for one that is not Alipay's.
  ///
  /// Alipay's own libraries get `http://dwbillcenter.alipay.com/…`, which also answers over TLS:
  /// this uses TLS, so that nobody on the way can read or change a bill. The mock tells the same
  /// addresses, and plays that host too.
  func place(of url: String) -> String? {
    if gateway.isMock, let address = ProviderAddress(url), address.isMock {
      return address.origin == gateway.origin ? url : nil
    }
    let plain = "http://"
    let secure = url.lowercased().hasPrefix(plain) ? "https://" + url.dropFirst(plain.count) : url
    guard let address = ProviderAddress(secure), !address.isMock else { return nil }
    let host = address.origin.dropFirst("https://".count).lowercased()
    guard host.utf8.allSatisfy({ (97...122).contains($0) || (45...57).contains($0) }) else {
      return nil
    }
    let isAlipays = [".alipay.com", ".alipaydev.com", ".alipayobjects.com"].contains {
      host.hasSuffix($0)
    }
    guard isAlipays else { return nil }
    return gateway.isMock ? gateway.origin + secure.dropFirst(address.origin.count) : secure
  }
}

private struct AlipayBillNameDocument: Encodable {
  let billType: String
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
