import Shop

/// The column of codes, PINs or numbers, as a refusal names it.
struct CodeColumn {
  /// Whether it holds codes, not PINs.
  let isCode: Bool
  /// The beginning of a refusal, such as `expected a PIN in column 密码`.
  let expectation: String

  /// The column of a file that holds only codes.
  static let code = CodeColumn(.code, place: nil)

  /// `place` is the column's name or number; nil for the only column of a file without a header.
  init(_ field: ColumnField, place: String?) {
    isCode = field == .code
    let noun = field == .pin ? "PIN" : field.rawValue
    expectation = "expected a \(noun)" + (place.map { " in column \($0)" } ?? "")
  }
}

/// What a spreadsheet wrote instead of a cell's text.
enum SpreadsheetDamage: Equatable {
  /// A number without its last digits, such as `6.22E+18`, cut to what reveals no code.
  case shortened(String)
  /// A whole number with decimals, such as `123.0`.
  case decimals
  /// A number with signs between its thousands, such as `6,222,021,234`.
  case grouped
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
    if Self.isFormula(text) {
      self = .formula
    } else if text.hasPrefix("#"), text.allSatisfy({ $0 == "#" }) {
      self = .narrow
    } else if Self.isError(text) {
      self = .error(text)
    } else if text.contains("\u{FFFD}") {
      self = .lostCharacter
    } else if Self.truths.contains(text.uppercased()) {
      self = .truth(text.uppercased())
    } else if Self.isDate(text) || !isExact && Self.isShortDate(text) {
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
    case .grouped:
      return LineRefusal(
        "\(expectation), found a number with signs between its thousands; export it as text, or "
          + "pass --exact-digits if the supplier's own list has them"
      )
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
  ///
  /// It is shown in the refusal: a password such as `#Summer!` must not be among them.
  private static func isError(_ text: String) -> Bool {
    if ["nan", "undefined"].contains(text.lowercased()) { return true }
    if text.utf8.count == 7, text.wholeMatch(of: #/(?i)err:\d{3}/#) != nil { return true }
    return text.hasPrefix("#") && ErrorNames.all.contains(text.dropFirst().uppercased())
  }

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
    if text.contains(where: { ".,".contains($0) }) {
      if text.wholeMatch(of: #/\d+[.,]0+/#) != nil, text.wholeMatch(of: #/\d{1,3},000/#) == nil {
        return .decimals
      }
      let groups =
        #/\d{1,3}(,\d{3})+(\.\d+)?|\d{1,3}(\.\d{3})+,\d+|\d{1,3}(\.\d{3}){2,}|\d+(,\d+){2,}/#
      if !isExact, text.wholeMatch(of: groups) != nil { return .grouped }
    }
    if !isExact, text.hasSuffix("000"), text.wholeMatch(of: #/\d{15}0{3,}/#) != nil {
      return .rounded
    }
    return nil
  }

  /// Whether a text is a formula, as spreadsheets begin one: with `=`, and with `+`, `-` or `@`
  /// before a cell or a function.
  private static func isFormula(_ text: String) -> Bool {
    guard let first = text.first, "=+-@".contains(first) else { return false }
    let cell = #/[+\-@]+\$?[A-Za-z]{1,3}\$?\d{1,6}([+\-*\/&^:]\$?[A-Za-z]{0,3}\$?\d{1,6})*/#
    return first == "=" || text.wholeMatch(of: cell) != nil
      || text.wholeMatch(of: #/[+\-@]+[A-Za-z][A-Za-z0-9.]*\(.*\)/#) != nil
  }

  private static func isDate(_ text: String) -> Bool {
    let parts = text.lowercased().split { "-/ .".contains($0) }
    let isMonth = { (word: Substring) in MonthNames.all.contains(String(word)) }
    let isFigure = { (word: Substring) in
      Int(word).map { word.count < 3 || word.count == 4 && (1900...2199).contains($0) } ?? false
    }
    // 1-Mar, Mar-27 and 1-Mar-2027.
    if (2...3).contains(parts.count), parts.count(where: isMonth) == 1,
      parts.allSatisfy({ isMonth($0) || isFigure($0) })
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
    // Excel's day 0 is 1900/1/0.
    guard numbers.count == 3, numbers[1] > 0, numbers.allSatisfy({ $0 >= 0 }) else { return false }
    let isYear = { (index: Int) in
      figures[index].count == 4 && (1900...2199).contains(numbers[index])
    }
    let areShort = { (one: Int, other: Int) in figures[one].count < 3 && figures[other].count < 3 }
    if isYear(0), areShort(1, 2) { return numbers[1] <= 12 && numbers[2] <= 31 }
    return isYear(2) && areShort(0, 1) && isDay(numbers[0], numbers[1])
  }

  private static func isDay(_ one: Int, _ other: Int) -> Bool {
    min(one, other) > 0 && min(one, other) <= 12 && max(one, other) <= 31
  }

  /// Whether a text is a day with two figures for the year, a month with its year, or a time, as in
  /// 12/01/29, 2029-12 and 10:15.
  private static func isShortDate(_ text: String) -> Bool {
    guard text.utf8.count <= 11, let mark = text.first(where: { "-/.:".contains($0) }) else {
      return false
    }
    if mark == ":" {
      let time = text.wholeMatch(of: #/(\d{1,2}):(\d\d)(:\d\d)?( ?[AaPp][Mm])?/#)
      return time.flatMap { Int($0.1) }.map { $0 <= 24 } ?? false
    }
    let parts = text.split(separator: mark, omittingEmptySubsequences: false)
    let numbers = parts.compactMap { part in
      (1...4).contains(part.count) && part.allSatisfy(\.isASCII) ? Int(part) : nil
    }
    guard numbers.count == parts.count else { return false }
    if numbers.count == 2, mark != "." {
      let (year, month) = parts[0].count == 4 ? (numbers[0], numbers[1]) : (numbers[1], numbers[0])
      return (1900...2199).contains(year) && (1...12).contains(month)
    }
    return numbers.count == 3 && parts.allSatisfy { $0.count < 3 }
      && (isDay(numbers[0], numbers[1]) || isDay(numbers[1], numbers[2]))
  }
}

/// The error values as spreadsheets of several languages name them, behind their `#`.
private enum ErrorNames {
  static let all = Set(
    """
    REF! NAME? N/A VALUE! DIV/0! NULL! NUM! SPILL! CALC! ERROR! FIELD! BLOCKED! CONNECT! UNKNOWN!
    BUSY! GETTING_DATA N/V NV N/D N/Q N.A. N/B YOK
    BEZUG! WERT! ZAHL! ÜBERLAUF! KALK! VALEUR! NOM? NOMBRE! NUL!
    ¡REF! ¡VALOR! ¿NOMBRE? ¡DIV/0! ¡NUM! ¡NULO! VALOR! NOMBRE? NULO! NOME? NÚM! RIF! VALORE! NULLO!
    ARG! ADR! NAZWA? LICZBA! ZERO! DZIEL/0! VERW! WAARDE! NAAM? GETAL! LEEG! DEEL/0!
    DEĞER! AD? BAŞV! SAYI! BOŞ! SAYI/0! ССЫЛКА! ЗНАЧ! ИМЯ? ДЕЛ/0! ЧИСЛО! ПУСТО! Н/Д
    值! 名称? 引用! 数值!
    """.split(whereSeparator: \.isWhitespace).map(String.init)
  )
}

/// The months as spreadsheets of several languages name them.
private enum MonthNames {
  static let all = Set(
    """
    jan january feb february mar march apr april may jun june jul july aug august sep sept september
    oct october nov november dec december
    jän januar jänner februar mär märz mrz mai juni juli okt oktober dez dezember
    janv janvier févr fév février mars avr avril juin juil juillet aoû août septembre octobre
    novembre déc décembre
    ene enero febrero marzo abr abril mayo junio julio ago agosto septiembre octubre noviembre dic
    diciembre
    gen gennaio febbraio mag maggio giu giugno lug luglio set settembre ott ottobre dicembre
    janeiro fev fevereiro março maio junho julho setembro out outubro dezembro
    januari februari mrt maart mei augustus sty lut kwi maj cze lip sie wrz paź lis gru
    oca şub nis haz tem ağu eyl eki kas ara
    янв фев мар апр май мая июн июл авг сен сент окт ноя нояб дек
    """.split(whereSeparator: \.isWhitespace).map(String.init)
  )
}

/// The whole numbers of a column that Excel, which keeps 15 digits, has rounded.
///
/// One number of 16 digits may well end in 0; if nearly all of them do, they were rounded.
struct RoundedNumbers: Equatable, Sendable {
  private let lengths: Set<Int>
  /// With fewer numbers of one length it may be chance.
  private static let fewest = 5

  init(in cells: [String]) {
    let byLength = Dictionary(grouping: Set(cells.map(CardCode.cleaned)), by: \.utf8.count)
    lengths = Set(
      byLength.filter { length, texts in
        (16...17).contains(length) && texts.count >= Self.fewest
          && texts.count(where: Self.isRound) * 10 >= texts.count * 9
      }
      .keys
    )
  }

  func contains(_ text: String) -> Bool {
    lengths.contains(text.utf8.count) && Self.isRound(text)
  }

  private static func isRound(_ text: String) -> Bool {
    text.utf8.allSatisfy { (48...57).contains($0) }
      && text.utf8.dropFirst(15).allSatisfy { $0 == UInt8(ascii: "0") }
  }
}
