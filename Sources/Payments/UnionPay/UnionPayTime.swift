import Shop

extension Timestamp {
  /// `yyyyMMddHHmmss` in Beijing: UnionPay's form of a moment.
  var txnTime: String {
    beijingText.filter { $0 != "-" && $0 != ":" && $0 != " " }
  }

  /// The day of settlement that a moment falls into, as `MMdd`: it ends at 23:00 in Beijing.
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
