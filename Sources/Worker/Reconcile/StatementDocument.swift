import Foundation
package import Shop

/// A provider's statement of a day compared with the books.
package struct StatementDocument: Codable, Equatable, Sendable {
  /// Whose statement it is.
  package let provider: Provider
  /// The day, `YYYY-MM-DD`, in the provider's time zone.
  package let day: String
  /// Why the statement was not compared; nil when it was.
  package let trouble: String?
  /// How many lines the statement has.
  package let lines: Int
  /// Lines that agree with the books.
  package let explained: Int
  /// Payments whose fee the statement does not tell.
  package let withoutFee: Int
  /// The sums, one for each currency.
  package let sums: [StatementSumDocument]
  /// The differences.
  package let findings: [StatementFindingDocument]
}

/// The sums of one currency on a day.
package struct StatementSumDocument: Codable, Equatable, Sendable {
  /// The currency's three letters.
  package let currency: String
  /// What buyers paid, by the statement; a plain decimal, as are all other amounts.
  package let paid: String
  /// What went back to buyers, by the statement.
  package let refunded: String
  /// What the provider kept.
  package let fees: String
  /// What came to the account.
  package let net: String
  /// Disputes and other lines.
  package let other: String
  /// What the books say of the same payments.
  package let paidHere: String
  /// What the books say went back.
  package let refundedHere: String
  /// The statement's sum less the books'.
  package let difference: String
}

/// A difference that a person must look at.
package struct StatementFindingDocument: Codable, Equatable, Sendable {
  /// What is wrong.
  package let reason: Statement.Match.Reason
  /// The provider's ID of the line.
  package let lineID: String?
  /// The provider's ID of the payment; nil when it named none.
  package let paymentID: String?
  /// The order's reference; nil when the payment named none.
  package let reference: String?
  /// The provider's amount, with its currency.
  package let there: String?
  /// The amount by the books, with its currency.
  package let here: String?
  /// What is wrong and what to do, in one sentence.
  package let text: String
}

extension StatementDocument {
  init(_ match: Statement.Match) {
    self.init(
      provider: match.provider,
      day: "\(match.day)",
      trouble: nil,
      lines: match.lines,
      explained: match.explained,
      withoutFee: match.withoutFee,
      sums: match.sums.map(StatementSumDocument.init),
      findings: match.findings.map(StatementFindingDocument.init)
    )
  }

  init(_ provider: Provider, _ day: CivilDate, trouble: String) {
    self.init(
      provider: provider,
      day: "\(day)",
      trouble: trouble,
      lines: 0,
      explained: 0,
      withoutFee: 0,
      sums: [],
      findings: []
    )
  }

  /// The subject of the letter with this report.
  var subject: String {
    let result =
      switch findings.count {
      case 0: "all \(lines) lines agree"
      case 1: "1 thing to look at"
      default: "\(findings.count) things to look at"
      }
    return "\(provider.rawValue) \(day): \(result)"
  }

  /// The report as text for people.
  package var text: String {
    var rows = ["\(provider.rawValue), statement of \(day)", ""]
    if let trouble { return (rows + ["Not compared: \(trouble)", ""]).joined(separator: "\n") }
    rows.append("\(explained) of \(lines) lines agree with the books.")
    if withoutFee > 0 { rows.append("Of \(withoutFee) payments it does not tell its fee.") }
    for sum in sums {
      rows += [
        "",
        "\(sum.currency)",
        "  paid      \(sum.paid)   (books: \(sum.paidHere))",
        "  refunded  \(sum.refunded)   (books: \(sum.refundedHere))",
        "  fees      \(sum.fees)",
        "  net       \(sum.net)",
      ]
      if sum.other.contains(where: { ("1"..."9").contains($0) }) {
        rows.append("  other     \(sum.other)")
      }
    }
    rows.append("")
    rows.append(findings.isEmpty ? "Nothing to look at." : "To look at:")
    for (number, finding) in findings.enumerated() {
      let names = [finding.reference, finding.paymentID ?? finding.lineID].compactMap { $0 }
      rows.append("  \(number + 1). \(finding.text)")
      let amounts = [finding.there.map { "there \($0)" }, finding.here.map { "here \($0)" }]
      rows.append("     " + (names + amounts.compactMap { $0 }).joined(separator: ", "))
    }
    if !findings.isEmpty {
      rows += ["", "`cardstock-worker payments show ID` tells what was heard of a payment."]
    }
    return (rows + [""]).joined(separator: "\n")
  }

  /// The report as CSV: a row for each sum, then one for each finding.
  package var csv: String {
    var rows = [
      ["provider", "day", "row", "kind", "line", "reference", "payment", "there", "here", "text"]
    ]
    let head = [provider.rawValue, day]
    if let trouble { rows.append(head + ["trouble", "", "", "", "", "", "", trouble]) }
    for sum in sums {
      for (kind, there, here) in [
        ("paid", sum.paid, sum.paidHere), ("refunded", sum.refunded, sum.refundedHere),
        ("fees", sum.fees, ""), ("net", sum.net, ""), ("other", sum.other, ""),
      ] {
        rows.append(head + ["sum", kind, "", "", "", there, here, sum.currency])
      }
    }
    for finding in findings {
      rows.append(
        head + [
          "finding", finding.reason.rawValue, finding.lineID ?? "", finding.reference ?? "",
          finding.paymentID ?? "", finding.there ?? "", finding.here ?? "", finding.text,
        ]
      )
    }
    return CSV.text(rows)
  }

  /// The report as JSON.
  package var json: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    do {
      return String(decoding: try encoder.encode(self), as: UTF8.self) + "\n"
    } catch {
      preconditionFailure("a report of plain words cannot be encoded: \(error)")
    }
  }
}

extension StatementSumDocument {
  init(_ sums: Statement.Match.Sums) {
    let decimal = { (units: Int64) in
      Money(minorUnits: units, currency: sums.currency).decimal
    }
    self.init(
      currency: sums.currency.code,
      paid: decimal(sums.paid),
      refunded: decimal(sums.refunded),
      fees: decimal(sums.fees),
      net: decimal(sums.net),
      other: decimal(sums.other),
      paidHere: decimal(sums.paidHere),
      refundedHere: decimal(sums.refundedHere),
      difference: decimal(sums.difference)
    )
  }
}

extension StatementFindingDocument {
  init(_ finding: Statement.Match.Finding) {
    self.init(
      reason: finding.reason,
      lineID: finding.lineID,
      paymentID: finding.paymentID,
      reference: finding.reference?.text,
      there: finding.there.map { "\($0)" },
      here: finding.here.map { "\($0)" },
      text: finding.reason.sentence
    )
  }
}

extension Statement.Match.Reason {
  /// What is wrong and what to do, in one sentence.
  fileprivate var sentence: String {
    switch self {
    case .codesWithoutMoney:
      "Codes are out for money that the provider does not have: ask the provider at once."
    case .paidHereMissingThere:
      "Paid by our books, and in no statement: look for it in the provider's next days."
    case .paidThereUnknownHere:
      "Paid there, and not known as paid here: ask the provider, or mark the order as paid."
    case .amountDiffers: "The amounts differ: compare with the provider's own page."
    case .duplicatePayment: "The buyer paid twice: refund this one."
    case .refundedThereNotHere: "Refunded there, and not known here: see who gave it back."
    case .refundedHereNotThere: "Refunded by our books, and not there: ask the provider."
    case .codesMissing: "Paid, and no codes: see the order, and import codes or refund it."
    case .lineChanged: "The statement says something else than when it was read before."
    case .unreadLine: "This line does not fit its columns: read it on the provider's own page."
    case .disputeUnknownHere: "The buyer's bank took it up, and no message told of it."
    case .otherLine: "Moved by the provider itself: a payout, a fee, an adjustment."
    }
  }
}
