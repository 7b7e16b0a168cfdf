/// What a field of a request may hold.
struct FieldRule: Sendable {
  let name: String
  let isRequired: Bool
  let holds: @Sendable (String) -> Bool

  /// One of these and nothing else.
  static func one(of values: String..., name: String) -> FieldRule {
    FieldRule(name: name, isRequired: true) { values.contains($0) }
  }

  static func digits(_ range: ClosedRange<Int>, name: String) -> FieldRule {
    FieldRule(name: name, isRequired: true) { text in
      range.contains(text.count) && text.utf8.allSatisfy { (48...57).contains($0) }
    }
  }

  /// Letters and digits; no hyphen or underscore.
  static func letters(_ range: ClosedRange<Int>, name: String) -> FieldRule {
    FieldRule(name: name, isRequired: true) { text in
      range.contains(text.count) && text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
    }
  }

  static func moment(name: String, isRequired: Bool = true) -> FieldRule {
    FieldRule(name: name, isRequired: isRequired) { text in
      text.count == 14 && beijingSeconds(text) != nil
    }
  }

  static func address(name: String, isRequired: Bool = true) -> FieldRule {
    FieldRule(name: name, isRequired: isRequired) { text in
      text.count <= 256 && (text.hasPrefix("https://") || text.hasPrefix("http://"))
    }
  }

  static func optional(_ longest: Int, name: String) -> FieldRule {
    FieldRule(name: name, isRequired: false) { $0.utf8.count <= longest }
  }
}

extension ACPMessage {
  /// Refuses a field that is missing, wrong, or that the message does not have.
  func check(_ rules: [FieldRule]) throws(UnionPayRefusal) {
    for rule in rules + Self.envelope {
      guard let value = fields[rule.name] else {
        if rule.isRequired { throw .missing(rule.name) }
        continue
      }
      guard rule.holds(value) else { throw .form(rule.name) }
    }
    let known = Set((rules + Self.envelope).map(\.name))
    if let stranger = fields.keys.filter({ !known.contains($0) }).min() { throw .form(stranger) }
  }

  /// What every request of a shop has.
  private static let envelope: [FieldRule] = [
    .one(of: "5.1.0", name: "version"),
    .one(of: "UTF-8", name: "encoding"),
    .one(of: "01", name: "signMethod"),
    .digits(1...40, name: "certId"),
    .one(of: "0", name: "accessType"),
    .letters(15...15, name: "merId"),
    .moment(name: "txnTime"),
    .optional(4096, name: "signature"),
  ]

  /// The page on which a buyer pays.
  static let purchaseRules: [FieldRule] = [
    .one(of: "01", name: "txnType"),
    .one(of: "01", name: "txnSubType"),
    .one(of: "000201", name: "bizType"),
    .one(of: "07", "08", name: "channelType"),
    .letters(8...40, name: "orderId"),
    .digits(1...12, name: "txnAmt"),
    .one(of: "156", name: "currencyCode"),
    .address(name: "frontUrl"),
    .address(name: "frontFailUrl", isRequired: false),
    .address(name: "backUrl"),
    .moment(name: "payTimeout", isRequired: false),
    .optional(1024, name: "reqReserved"),
    .optional(2048, name: "riskRateInfo"),
    .optional(2048, name: "reserved"),
    .optional(32, name: "orderDesc"),
    .optional(40, name: "customerIp"),
  ]

  /// A code that the buyer scans: 申请消费二维码.
  static let codeRules: [FieldRule] = [
    .one(of: "01", name: "txnType"),
    .one(of: "07", name: "txnSubType"),
    .one(of: "000000", name: "bizType"),
    .one(of: "08", name: "channelType"),
    .letters(8...40, name: "orderId"),
    .digits(1...12, name: "txnAmt"),
    .one(of: "156", name: "currencyCode"),
    .address(name: "backUrl"),
    .moment(name: "payTimeout", isRequired: false),
  ]

  /// A question about a purchase or a refund.
  static let queryRules: [FieldRule] = [
    .one(of: "00", name: "txnType"),
    .one(of: "00", name: "txnSubType"),
    .one(of: "000000", "000201", name: "bizType"),
    // By `queryId`, or by `orderId` and `txnTime`: open.unionpay.com, 交易状态查询.
    .optional(40, name: "orderId"),
    .optional(2, name: "channelType"),
    .optional(21, name: "queryId"),
  ]

  /// A refund, or on the same day the purchase undone.
  static let refundRules: [FieldRule] = [
    .one(of: "04", "31", name: "txnType"),
    .one(of: "00", name: "txnSubType"),
    .one(of: "000201", "000000", name: "bizType"),
    .one(of: "07", "08", name: "channelType"),
    .letters(8...40, name: "orderId"),
    .digits(21...21, name: "origQryId"),
    .digits(1...12, name: "txnAmt"),
    .address(name: "backUrl"),
    .optional(3, name: "currencyCode"),
    .optional(1024, name: "reqReserved"),
  ]

  /// The file of a settlement day.
  static let fileRules: [FieldRule] = [
    .one(of: "76", name: "txnType"),
    .one(of: "01", name: "txnSubType"),
    .one(of: "000000", name: "bizType"),
    .one(of: "00", name: "fileType"),
    .digits(4...4, name: "settleDate"),
  ]
}
