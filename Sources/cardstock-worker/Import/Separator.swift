import Shop

/// What separates the cells of a line.
package enum Separator: String, CaseIterable, Sendable, CustomStringConvertible {
  case tab, dashes, pipe, semicolon, comma, wideComma, wideSemicolon, blanks
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
    case .dashes, .blanks, .colon, .tilde, .slash, .none: false
    }
  }

  /// The cells of a line.
  func cells(of line: String) -> Cells {
    switch self {
    case .none: return Self.alone(line)
    case .blanks:
      return .whole(line.split(whereSeparator: \.isWhitespace).map(String.init))
    case .dashes:
      return .whole(Self.betweenDashes(line))
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

  /// The cells between four or more hyphens, or between two or more long dashes, which word
  /// processors make of hyphens.
  private static func betweenDashes(_ line: String) -> [String] {
    guard hasDashes(line, atLeast: 4) else { return [line] }
    var cells: [String] = []
    var cell = String.UnicodeScalarView()
    var run = String.UnicodeScalarView()
    let endRun = {
      if isSeparating(run, atLeast: 4) {
        cells.append(String(cell))
        cell = String.UnicodeScalarView()
      } else {
        cell.append(contentsOf: run)
      }
      run = String.UnicodeScalarView()
    }
    for scalar in line.unicodeScalars {
      if let last = run.last, isDash(scalar), (last == "-") == (scalar == "-") {
        run.append(scalar)
        continue
      }
      endRun()
      if isDash(scalar) { run.append(scalar) } else { cell.append(scalar) }
    }
    endRun()
    return cells + [String(cell)]
  }

  /// Whether a line has at least `count` hyphens in a row, or two long dashes.
  ///
  /// Two or three hyphens are too few to split at, and too many to be part of a code.
  static func hasDashes(_ line: String, atLeast count: Int) -> Bool {
    var run = String.UnicodeScalarView()
    for scalar in line.unicodeScalars {
      if let last = run.last, (last == "-") != (scalar == "-") || !isDash(scalar) {
        if isSeparating(run, atLeast: count) { return true }
        run = String.UnicodeScalarView()
      }
      if isDash(scalar) { run.append(scalar) }
    }
    return isSeparating(run, atLeast: count)
  }

  private static func isDash(_ scalar: Unicode.Scalar) -> Bool {
    "-—–―─－".unicodeScalars.contains(scalar)
  }

  private static func isSeparating(_ run: String.UnicodeScalarView, atLeast count: Int) -> Bool {
    run.first == "-" ? run.count >= count : run.count >= 2
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
