import Shop

/// The column of codes or of PINs, as a refusal names it.
struct CodeColumn {
  /// Whether it holds codes, not PINs.
  let isCode: Bool
  /// The beginning of a refusal, such as `expected a PIN in column 密码`.
  let expectation: String

  /// The column of a file that holds only codes.
  static let code = CodeColumn(isCode: true, place: nil)

  /// `place` is the column's name or number; nil for the only column of a file without a header.
  init(isCode: Bool, place: String?) {
    self.isCode = isCode
    expectation = "expected a \(isCode ? "code" : "PIN")" + (place.map { " in column \($0)" } ?? "")
  }
}

/// What a spreadsheet wrote instead of a cell's text.
enum SpreadsheetDamage: Equatable {
  /// A number without its last digits, such as `6.22E+18`, cut to what reveals no code.
  case shortened(String)
  /// A whole number with decimals, such as `123.0`.
  case decimals
  /// A whole number whose digits from the 16th on became zeros.
  case rounded
  case formula
  /// An error value such as `#REF!`.
  case error(String)
  /// `########`, from a column that was too narrow when the file was written.
  case narrow
  case date
  /// U+FFFD, for a character that some program could not convert.
  case lostCharacter
  /// `TRUE` or `FALSE`, in the spreadsheet's language.
  case truth(String)

  /// Recognises damage in a text; nil when there is none.
  ///
  /// With `isExact` the digits are known to be unchanged, so that zeros at the end are genuine.
  init?(of text: String, isExact: Bool) {
    if let number = Self.number(text, isExact: isExact) {
      self = number
      return
    }
    if text.hasPrefix("=") {
      self = .formula
    } else if text.hasPrefix("#"), text.allSatisfy({ $0 == "#" }) {
      self = .narrow
    } else if Self.isError(text) {
      self = .error(text)
    } else if text.contains("\u{FFFD}") {
      self = .lostCharacter
    } else if Self.truths.contains(text.uppercased()) {
      self = .truth(text.uppercased())
    } else if Self.isDate(text) {
      self = .date
    } else {
      return nil
    }
  }

  /// The refusal: what was expected, what was found and what to do, without the code.
  func refusal(where expectation: String) -> LineRefusal {
    let isCode = expectation.hasPrefix("expected a ")
    switch self {
    case .shortened(let number):
      return LineRefusal(
        "\(expectation), found \(number), a number that a spreadsheet shortened: its digits are "
          + "gone; export the column as text",
        kind: "\(expectation), found a number that a spreadsheet shortened: its digits are gone; "
          + "export the column as text"
      )
    case .decimals:
      return LineRefusal("\(expectation), found a number with decimals; export it as text")
    case .rounded:
      return LineRefusal(
        "\(expectation), found a number that ends in zeros from its 16th digit on, as Excel "
          + "rounds them; export the column as text, or pass --exact-digits if the supplier's "
          + "own list has these zeros"
      )
    case .formula:
      return LineRefusal("\(expectation), found a formula; export its value as text")
    case .error(let error):
      return LineRefusal(
        "\(expectation), found \(error), an error of a spreadsheet; ask for the file again"
      )
    case .narrow:
      return LineRefusal(
        "\(expectation), found ####, as a spreadsheet shows what a column is too narrow for; widen "
          + "it and export it again"
      )
    case .date:
      return LineRefusal(
        isCode
          ? "\(expectation), found a date: a spreadsheet made one of what stood there; export the "
            + "column as text"
          : "\(expectation), found a date; check the columns"
      )
    case .lostCharacter:
      return LineRefusal(
        "\(expectation), found a character that was lost (U+FFFD); ask for the file again"
      )
    case .truth(let word):
      return LineRefusal(
        "\(expectation), found \(word), as a spreadsheet says yes and no; ask for the file again"
      )
    }
  }

  /// Whether a text is an error value of a spreadsheet, such as `#REF!`, `#¡REF!`, `#ССЫЛКА!` and
  /// `Err:502`, or a program's word for a missing value.
  private static func isError(_ text: String) -> Bool {
    let small = text.lowercased()
    if ["nan", "undefined"].contains(small) { return true }
    if small.hasPrefix("err:") { return small.dropFirst(4).allSatisfy(\.isNumber) }
    guard text.hasPrefix("#"), text.count > 2, text.count <= 16 else { return false }
    let word = text.dropFirst()
    guard word.allSatisfy({ $0.isLetter || "/0_!?¡¿".contains($0) }) else { return false }
    return "!?".contains(word.last ?? " ") || missing.contains(word.uppercased())
  }

  /// Error values such as `#N/A` that do not end in `!` or `?`.
  private static let missing: Set<String> = [
    "N/A", "N/V", "NV", "N/D", "NOT", "N/Q", "GETTING_DATA", "Н/Д", "N.A.",
  ]

  private static let truths: Set<String> = [
    "TRUE", "FALSE", "WAHR", "FALSCH", "VRAI", "FAUX", "VERDADERO", "FALSO",
  ]

  private static func number(_ text: String, isExact: Bool) -> SpreadsheetDamage? {
    // Cheaper than a regular expression, and most codes are not numbers.
    guard text.utf8.allSatisfy({ (48...57).contains($0) || "+-.,eE".utf8.contains($0) }) else {
      return nil
    }
    let forms = #/[+-]?\d([.,]\d+)?[eE][+-]\d{1,3}|[+-]?\d[.,]\d+[eE]\d{1,3}/#
    if let mark = text.firstIndex(where: { "eE".contains($0) }), text.wholeMatch(of: forms) != nil {
      // The digits may be most of a code: show only the first.
      let digits = String(text[..<mark])
      let shown = digits.count > 5 ? digits.prefix(4) + "…" : digits[...]
      return .shortened("\(shown)\(text[mark...])")
    }
    if text.contains("."), text.wholeMatch(of: #/\d+\.0+/#) != nil { return .decimals }
    if !isExact, text.hasSuffix("000"), text.wholeMatch(of: #/\d{15}0{3,}/#) != nil {
      return .rounded
    }
    return nil
  }

  private static func isDate(_ text: String) -> Bool {
    let month = text.lowercased().split { "-/ ".contains($0) }
    let names = [
      "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ]
    let isMonth = { (word: Substring) in
      word.count <= 9 && word.allSatisfy(\.isLetter) && names.contains(String(word.prefix(3)))
    }
    // 1-Mar, Mar-27 and 1-Mar-2027.
    if (2...3).contains(month.count), month.count(where: isMonth) == 1,
      month.allSatisfy({ isMonth($0) || (1...4).contains($0.count) && Int($0) != nil })
    {
      return true
    }
    if text.contains("月"), text.wholeMatch(of: #/(\d{4}年)?\d{1,2}月(\d{1,2}日)?/#) != nil {
      return true
    }
    return isFullDate(text)
  }

  /// Whether a text is a date such as 2027-12-31, 31.12.2027 or 12/31/2027, with or without a time.
  private static func isFullDate(_ text: String) -> Bool {
    guard let mark = text.first(where: { "-/.".contains($0) }) else { return false }
    let parts = text.split(separator: mark, maxSplits: 2, omittingEmptySubsequences: false)
    guard parts.count == 3 else { return false }
    let last = parts[2].prefix { $0.isASCII && $0.isNumber }
    let rest = parts[2].dropFirst(last.count)
    guard rest.isEmpty || rest.hasPrefix(" ") || rest.hasPrefix("T") else { return false }
    let figures = [parts[0], parts[1], last]
    let numbers = figures.compactMap { $0.count <= 4 ? Int($0) : nil }
    guard numbers.count == 3, numbers.allSatisfy({ $0 > 0 }) else { return false }
    let isYear = { (index: Int) in
      figures[index].count == 4 && (1900...2199).contains(numbers[index])
    }
    let areShort = { (one: Int, other: Int) in figures[one].count < 3 && figures[other].count < 3 }
    if isYear(0), areShort(1, 2) { return numbers[1] <= 12 && numbers[2] <= 31 }
    let (least, most) = (min(numbers[0], numbers[1]), max(numbers[0], numbers[1]))
    return isYear(2) && areShort(0, 1) && least <= 12 && most <= 31
  }
}
