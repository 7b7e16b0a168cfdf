import Foundation
import Shop

extension StatementDocument {
  init(_ match: Statement.Match) {
    self.init(
      provider: match.provider.rawValue,
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
      provider: provider.rawValue,
      day: "\(day)",
      trouble: trouble,
      lines: 0,
      explained: 0,
      withoutFee: 0,
      sums: [],
      findings: []
    )
  }

  /// What a letter with this report is called.
  var subject: String {
    let result =
      switch findings.count {
      case 0: "all \(lines) lines agree"
      case 1: "1 thing to look at"
      default: "\(findings.count) things to look at"
      }
    return "\(provider) \(day): \(result)"
  }

  /// The report for people.
  package var text: String {
    var rows = ["\(provider), statement of \(day)", ""]
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

  /// The report for a spreadsheet: a row for each sum, then one for each finding.
  package var csv: String {
    var rows = [
      ["provider", "day", "row", "kind", "line", "reference", "payment", "there", "here", "text"]
    ]
    let head = [provider, day]
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
          "finding", finding.reason, finding.lineID ?? "", finding.reference ?? "",
          finding.paymentID ?? "", finding.there ?? "", finding.here ?? "", finding.text,
        ]
      )
    }
    return CSV.text(rows)
  }

  /// The report for programs.
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
