import Shop

/// What separates the cells of a line.
package enum Separator: String, CaseIterable, Sendable, CustomStringConvertible {
  case tab, dashes, pipe, semicolon, comma, wideComma, wideSemicolon, blanks
  /// Two or more blanks, so that a cell may hold single ones, as in columns of fixed width.
  case gaps
  /// Only if a person says so, or a header of known names uses it, since these occur in URLs and
  /// codes.
  case colon, tilde, slash
  /// One code a line.
  case none

  /// The separator in words for people.
  package var description: String {
    switch self {
    case .tab: "separated by tabs"
    case .dashes: "separated by ----"
    case .pipe: "separated by |"
    case .semicolon: "separated by semicolons"
    case .comma: "separated by commas"
    case .wideComma: "separated by ，"
    case .wideSemicolon: "separated by ；"
    case .blanks: "separated by blanks"
    case .gaps: "separated by two or more blanks"
    case .colon: "separated by colons"
    case .tilde: "separated by ~"
    case .slash: "separated by slashes"
    case .none: "one code a line"
    }
  }

  /// Reads a separator's name, or the separator itself.
  package init?(_ text: String) {
    if let named = Separator(rawValue: text) {
      self = named
      return
    }
    guard let same = Separator.allCases.first(where: { $0.text == text && $0 != .none }) else {
      return nil
    }
    self = same
  }

  /// The separator as written in a line.
  var text: String {
    switch self {
    case .tab: "\t"
    case .dashes: "----"
    case .pipe: "|"
    case .semicolon: ";"
    case .comma: ","
    case .wideComma: "，"
    case .wideSemicolon: "；"
    case .blanks: " "
    case .gaps: "  "
    case .colon: ":"
    case .tilde: "~"
    case .slash: "/"
    case .none: ""
    }
  }

  /// Whether quotes hold a cell together, as in CSV.
  private var hasQuotes: Bool {
    switch self {
    case .tab, .pipe, .semicolon, .comma, .wideComma, .wideSemicolon: true
    case .dashes, .blanks, .gaps, .colon, .tilde, .slash, .none: false
    }
  }

  /// The cells of a line.
  func cells(of line: String) -> Cells {
    switch self {
    case .none: return Self.alone(line)
    case .blanks:
      return .whole(line.split(whereSeparator: \.isWhitespace).map(String.init))
    case .gaps:
      return .whole(CardCode.cleaned(line).split(separator: #/\s{2,}/#).map(String.init))
    case .dashes:
      return .whole(CardCode.parts(betweenDashes: line))
    case .colon:
      return .whole(Self.parts(of: line.replacing("：", with: ":"), at: ":"))
    case .tilde:
      return .whole(Self.parts(of: line.replacing("～", with: "~"), at: "~"))
    case .slash:
      return .whole(Self.parts(of: line.replacing("／", with: "/"), at: "/"))
    case .tab, .pipe, .semicolon, .comma, .wideComma, .wideSemicolon: break
    }
    guard hasQuotes, line.contains("\"") else {
      return .whole(line.split(separator: text, omittingEmptySubsequences: false).map(String.init))
    }
    return quoted(line)
  }

  private static func parts(of line: String, at mark: String) -> [String] {
    line.split(separator: mark, omittingEmptySubsequences: false).map(String.init)
  }

  /// Whether a line has both single blanks and wide gaps, or begins with one: cut at every blank, a
  /// code that holds one would be halved.
  static func hasUnevenGaps(_ line: String) -> Bool {
    let ended = String(line.reversed().drop(while: \.isWhitespace).reversed())
    if ended.first?.isWhitespace ?? false { return true }
    let runs = ended.split { !$0.isWhitespace }
    let isWide = { (run: Substring) in run.count > 1 || run == "\t" }
    return runs.contains(where: isWide) && !runs.allSatisfy(isWide)
  }

  /// The result of splitting a line.
  enum Cells: Equatable {
    case whole([String])
    /// A quote is opened and not closed in this line; the cells are those without the quote.
    case open([String])
    /// Text follows a closing quote, or quotes are used in another way that cannot be read.
    case broken
  }

  private static func alone(_ line: String) -> Cells {
    let text = CardCode.cleaned(line)
    guard text.hasPrefix("\"") else { return .whole([text]) }
    if text.count > 2, text.hasSuffix("\"") {
      return .whole([String(text.dropFirst().dropLast()).replacing("\"\"", with: "\"")])
    }
    return text.dropFirst().contains("\"") ? .broken : .open([String(text.dropFirst())])
  }

  /// Splits a line with quotes in it, by RFC 4180.
  private func quoted(_ line: String) -> Cells {
    let mark = Array(text.unicodeScalars)[0]
    var cells: [String] = []
    var cell = String.UnicodeScalarView()
    var state = QuoteState.start
    for scalar in line.unicodeScalars {
      switch state {
      case .start where scalar == "\"": state = .open
      case .start where scalar == mark, .plain where scalar == mark, .closed where scalar == mark:
        cells.append(String(cell))
        cell = String.UnicodeScalarView()
        state = .start
      case .start:
        cell.append(scalar)
        if !scalar.properties.isWhitespace { state = .plain }
      // A quote within a cell is an error, except in ="0012", which Excel writes.
      case .plain where scalar == "\"" && cell.first != "=": return .broken
      case .plain: cell.append(scalar)
      case .open where scalar == "\"": state = .closed
      case .open: cell.append(scalar)
      case .closed where scalar == "\"":
        cell.append(scalar)
        state = .open
      case .closed: if !scalar.properties.isWhitespace { return .broken }
      }
    }
    cells.append(String(cell))
    guard state == .open else { return .whole(cells) }
    let bare = line.split(separator: text, omittingEmptySubsequences: false).map { part in
      let cell = CardCode.cleaned(String(part))
      return cell.hasPrefix("\"") ? String(cell.dropFirst()) : cell
    }
    // Only a single quote in a line is clearly a mistake.
    return line.unicodeScalars.count { $0 == "\"" } == 1 ? .open(bare) : .broken
  }

  private enum QuoteState { case start, plain, open, closed }
}
