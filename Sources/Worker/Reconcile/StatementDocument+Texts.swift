import Foundation
import Shop
import Storage

extension StatementDocument {
  init(_ match: StatementMatch) {
    self.init(
      provider: match.provider.rawValue,
      day: "\(match.day)",
      trouble: nil,
      lines: match.lines,
      explained: match.explained,
      sums: match.sums.map { sum in
        StatementSumDocument(
          kind: sum.kind.rawValue,
          count: sum.count,
          amount: "\(sum.amount)",
          fee: sum.fee.map { "\($0)" }
        )
      },
      findings: match.findings.map { finding in
        StatementFindingDocument(
          reason: finding.reason,
          paymentID: finding.paymentID,
          reference: finding.reference?.text,
          amount: finding.amount.map { "\($0)" },
          detail: finding.detail
        )
      }
    )
  }

  init(_ provider: Provider, _ day: CivilDate, trouble: String) {
    self.init(
      provider: provider.rawValue,
      day: "\(day)",
      trouble: trouble,
      lines: 0,
      explained: 0,
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
    if !sums.isEmpty { rows.append("") }
    for sum in sums {
      let fee = sum.fee.map { ", fees \($0)" } ?? ""
      rows.append("  \(sum.kind): \(sum.count), \(sum.amount)\(fee)")
    }
    rows.append("")
    if findings.isEmpty {
      rows.append("Nothing to look at.")
    } else {
      rows.append("To look at:")
      for (number, finding) in findings.enumerated() {
        let names = [finding.reference, finding.paymentID, finding.amount].compactMap { $0 }
        rows.append("  \(number + 1). \(finding.reason): \(names.joined(separator: ", "))")
        rows.append("     \(finding.detail)")
      }
      rows += ["", "`cardstock-worker payments show ID` tells what was heard of a payment."]
    }
    return (rows + [""]).joined(separator: "\n")
  }

  /// The report for a spreadsheet: a row for each sum, then one for each finding.
  package var csv: String {
    var rows = [["provider", "day", "row", "kind", "reference", "payment", "amount", "fee", "text"]]
    if let trouble { rows.append([provider, day, "trouble", "", "", "", "", "", trouble]) }
    for sum in sums {
      rows.append([
        provider, day, "sum", sum.kind, "", "", sum.amount, sum.fee ?? "", "\(sum.count) lines",
      ])
    }
    for finding in findings {
      rows.append([
        provider, day, "finding", finding.reason, finding.reference ?? "", finding.paymentID ?? "",
        finding.amount ?? "", "", finding.detail,
      ])
    }
    return rows.map { $0.map(Self.cell).joined(separator: ",") + "\r\n" }.joined()
  }

  /// Quoted where RFC 4180 wants it; what a spreadsheet would take for a formula is made text.
  private static func cell(_ text: String) -> String {
    let isFormula = text.first.map { "=+-@\t".contains($0) } ?? false
    let plain = isFormula ? "'" + text : text
    guard plain.contains(where: { ",\"\r\n".contains($0) || $0 == "\r\n" }) else { return plain }
    return "\"" + plain.replacing("\"", with: "\"\"") + "\""
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
