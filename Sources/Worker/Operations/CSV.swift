/// Tables for spreadsheets, as RFC 4180 writes them.
enum CSV {
  /// The rows as lines, each ended by CR LF.
  static func text(_ rows: [[String]]) -> String {
    rows.map { $0.map(cell).joined(separator: ",") + "\r\n" }.joined()
  }

  /// A cell, quoted if necessary; what a spreadsheet would take for a formula is made text, except
  /// negative numbers.
  static func cell(_ text: String) -> String {
    let isNumber = text.wholeMatch(of: /-[0-9]+(\.[0-9]+)?/) != nil
    let isFormula = text.first.map { "=+-@\t\r＝＋－＠".contains($0) } ?? false
    let plain = isFormula && !isNumber ? "'" + text : text
    guard plain.contains(where: { ",\"\r\n".contains($0) || $0 == "\r\n" }) else { return plain }
    return "\"" + plain.replacing("\"", with: "\"\"") + "\""
  }
}
