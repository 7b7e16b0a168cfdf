/// Tables for spreadsheets, as RFC 4180 writes them.
enum CSV {
  /// The lines, each with its end.
  static func text(_ rows: [[String]]) -> String {
    rows.map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
  }

  /// Quoted where it must be; what a spreadsheet would take for a formula is made text, but a
  /// negative number stays one.
  static func cell(_ text: String) -> String {
    let isNumber = text.wholeMatch(of: /-[0-9]+(\.[0-9]+)?/) != nil
    let isFormula = text.first.map { "=+-@\t\r＝＋－＠".contains($0) } ?? false
    let plain = isFormula && !isNumber ? "'" + text : text
    guard plain.contains(where: { ",\"\r\n".contains($0) || $0 == "\r\n" }) else { return plain }
    return "\"" + plain.replacing("\"", with: "\"\"") + "\""
  }
}
