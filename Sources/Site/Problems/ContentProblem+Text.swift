import Text

extension ContentProblem {
  /// The problem as compilers print it: place and message, the source line, a caret, the hint.
  ///
  /// The caret stands under the character that `position` names on a terminal that draws CJK
  /// characters two columns wide. Only the part of a long line around it is shown.
  package func text(colored: Bool = false) -> String { text(colored: colored, isBrief: false) }

  /// The same; in brief, without the source line and the hint.
  func text(colored: Bool, isBrief: Bool) -> String {
    let paint = { (text: String, code: String) in
      colored ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }
    let mark = warning.map { " [\($0.name)]" } ?? ""
    let place = "\(printable(file)):\(position.line):\(position.column):"
    let word = paint("\(severity.rawValue):", severity == .error ? "1;31" : "1;33")
    var lines = ["\(paint(place, "1")) \(word) \(printable(message))\(mark)"]
    if isBrief { return lines.joined() }
    if let sourceLine {
      let (shown, indent) = Self.excerpt(of: sourceLine, around: position.column)
      lines += ["  " + shown, "  " + String(repeating: " ", count: indent) + paint("^", "1;32")]
    }
    if let hint { lines.append("  \(paint("hint:", "1;36")) \(printable(hint))") }
    return lines.joined(separator: "\n")
  }

  /// Columns of the terminal that a source line may take.
  private static let widest = 96

  /// The part of the line that is shown, and how many columns stand before the caret.
  private static func excerpt(of line: String, around column: Int) -> (String, Int) {
    let scalars = Array(printable(line).unicodeScalars)
    let caret = min(max(column - 1, 0), scalars.count)
    var start = caret
    var before = 0
    while start > 0, before + scalars[start - 1].columns <= widest / 2 {
      start -= 1
      before += scalars[start].columns
    }
    var end = caret
    var width = before
    while end < scalars.count, width + scalars[end].columns <= widest {
      width += scalars[end].columns
      end += 1
    }
    var shown = String.UnicodeScalarView()
    shown.append(contentsOf: scalars[start..<end])
    let head = start > 0 ? "…" : ""
    let tail = end < scalars.count ? "…" : ""
    return (head + String(shown) + tail, before + head.unicodeScalars.count)
  }
}
