import Shop

/// A text in which signs that plainly stand for themselves are hidden from Markdown's reader:
/// `50*2 张，100*3 张`, `138****5678`, `D:\_games\*.exe`, `\\server\share`, `\w+\.com`, `>=18 岁`,
/// `*100*1*卡密#`.
///
/// Each is replaced by one character that means nothing to Markdown, so that columns do not change,
/// and put back into the tree, in code and addresses as well.
struct LiteralSigns: Sendable {
  /// The text to parse.
  private(set) var text: ArraySlice<UInt8>
  /// What stands for each sign; empty when no sign is hidden.
  private(set) var marks: [(sign: UInt8, mark: TextMark)] = []

  init(in text: ArraySlice<UInt8>) {
    self.text = text
    var places: [Int] = []
    for (range, signs) in Self.lines(of: text) {
      let line = text[range]
      let stars = signs.contains(.star) ? StarRuns(in: line).literal : []
      places += stars
      if signs.contains(.backslash) {
        places += Self.paths(in: line) + Self.patterns(in: line, besides: stars)
      }
      if signs.contains(.underscore) { places += Self.faces(in: line) + Self.names(in: line) }
      if signs.contains(.tilde) { places += Self.ranges(in: line) }
      if signs.contains(.greater), let sign = Self.comparison(in: line) { places.append(sign) }
    }
    guard !places.isEmpty else { return }
    hide(Set(places).sorted())
  }

  /// Which signs a line has.
  private struct Signs: OptionSet {
    let rawValue: UInt8
    static let star = Signs(rawValue: 1)
    static let backslash = Signs(rawValue: 2)
    static let greater = Signs(rawValue: 4)
    static let underscore = Signs(rawValue: 8)
    static let tilde = Signs(rawValue: 16)
  }

  /// The lines that may have a sign to hide, found in one pass, since every text is searched.
  ///
  /// Such a sign is an asterisk that begins no item, a backslash, `>` before `=`, an underscore, or
  /// a tilde behind a digit.
  private static func lines(of text: ArraySlice<UInt8>) -> [(Range<Int>, Signs)] {
    var lines: [(Range<Int>, Signs)] = []
    let first = text.startIndex
    text.withUnsafeBufferPointer { bytes in
      var (start, signs) = (0, Signs())
      for index in bytes.indices {
        switch bytes[index] {
        case UInt8(ascii: "\n"):
          if !signs.isEmpty { lines.append((first + start..<first + index, signs)) }
          (start, signs) = (index + 1, [])
        case star where index + 1 < bytes.count && bytes[index + 1] != blank:
          signs.insert(.star)
        case underscore: signs.insert(.underscore)
        case tilde where index > start && isDigit(bytes[index - 1]): signs.insert(.tilde)
        case backslash: signs.insert(.backslash)
        case greater where index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "="):
          signs.insert(.greater)
        default: break
        }
      }
      if !signs.isEmpty { lines.append((first + start..<first + bytes.count, signs)) }
    }
    return lines
  }

  private mutating func hide(_ places: [Int]) {
    for sign in Set(places.map { text[$0] }).sorted() {
      marks.append((sign, TextMark(absentFrom: text, besides: marks.map(\.mark))))
    }
    var result: [UInt8] = []
    result.reserveCapacity(text.count + places.count * 2)
    var index = text.startIndex
    for place in places {
      result += text[index..<place]
      result += marks.first { $0.sign == text[place] }?.mark.bytes ?? []
      index = place + 1
    }
    result += text[index...]
    text = result[...]
  }

  /// The underscores of faces and keys, `^_^`, `>_<`, `-_-` and `"_"`.
  private static func faces(in line: ArraySlice<UInt8>) -> [Int] {
    line.indices.dropFirst().dropLast().filter {
      line[$0] == underscore && isFace(line[$0 - 1], line[$0 + 1])
    }
  }

  /// Whether an underscore between these begins and ends nothing.
  static func isFace(_ before: UInt8, _ after: UInt8) -> Bool {
    before == after && "^-=@.'\"~+".utf8.contains(before)
      || before == greater && after == UInt8(ascii: "<")
  }

  /// The signs in paths of Windows that Markdown would take for its own: each backslash before
  /// punctuation, and `*` and `_`.
  private static func paths(in line: ArraySlice<UInt8>) -> [Int] {
    var places: [Int] = []
    var index = line.startIndex
    // The text without blanks around the last backslash, which has one end for all in it.
    var word = PathWord(end: index, lastName: index)
    while let slash = line[index...].firstIndex(of: backslash) {
      if slash >= word.end { word = PathWord(from: slash, in: line) }
      guard let start = pathStart(at: slash, in: line, after: index, of: word) else {
        // The sign behind a backslash is no path's.
        index = min(slash + 2, line.endIndex)
        continue
      }
      var end = pathEnd(in: line, from: word.end)
      // Emphasis around the path ends with it.
      if line[..<start].last == star {
        while line[end - 1] == star { end -= 1 }
      }
      let path = line[start..<end]
      index = end
      // Who doubles backslashes knows what they mean.
      guard !path.dropFirst(2).hasBytes([backslash, backslash]) else { continue }
      places += path.indices.filter { place in
        switch line[place] {
        case backslash: place + 1 >= end || isPunctuation(line[place + 1])
        case star, underscore: true
        default: false
        }
      }
    }
    return places
  }

  /// The rest of a text without blanks from a backslash on.
  private struct PathWord {
    let end: Int
    /// The last backslash before a name or `*.`.
    let lastName: Int

    init(end: Int, lastName: Int) {
      self.end = end
      self.lastName = lastName
    }

    init(from slash: Int, in line: ArraySlice<UInt8>) {
      let end = line[slash...].firstIndex(where: endsPath) ?? line.endIndex
      let last = line[slash..<end].indices.dropLast().last { beginsName(behind: $0, in: line) }
      self.init(end: end, lastName: last ?? line.startIndex - 1)
    }
  }

  /// Where a path ends whose first part without blanks ends there: `C:\Program Files (x86)\_a` goes
  /// on behind a blank, since a backslash follows that is no escape.
  private static func pathEnd(in line: ArraySlice<UInt8>, from first: Int) -> Int {
    var end = first
    while end < line.endIndex, line[end] == blank {
      let rest = line[(end + 1)...].prefix(longestFolder)
      guard let slash = rest.firstIndex(of: backslash), line[slash - 1] != blank else { break }
      let words = line[(end + 1)..<slash].split(separator: blank, omittingEmptySubsequences: false)
      let areOfPath = words.allSatisfy { word in
        let isInBrackets = word.first == UInt8(ascii: "(") && word.last == UInt8(ascii: ")")
        return !(isInBrackets ? word.dropFirst().dropLast() : word).contains {
          endsPath($0) || "*:\\".utf8.contains($0)
        }
      }
      let areNames = words.allSatisfy { word in
        guard let first = word.first else { return false }
        return first >= 0x80 || first == UInt8(ascii: "(") || isDigit(first) || 65...90 ~= first
      }
      let isEscape = slash + 1 < line.endIndex && line[slash + 1] == star
      guard areOfPath, beginsName(behind: slash, in: line) || areNames && !isEscape else { break }
      end = line[slash...].firstIndex(where: endsPath) ?? line.endIndex
    }
    return end
  }

  /// The most bytes of a folder's name from its first blank on.
  private static let longestFolder = 80

  /// Whether a name or a pattern of names follows a backslash.
  private static func beginsName(behind slash: Int, in line: ArraySlice<UInt8>) -> Bool {
    guard line[slash] == backslash, slash + 1 < line.endIndex else { return false }
    return isLetter(line[slash + 1]) && !endsPath(line[slash + 1])
      || line[(slash + 1)...].starts(with: "*.".utf8)
  }

  /// Where the path begins whose first backslash this is: `D:\`, `%APPDATA%\`, `..\`, `HKLM\` or
  /// `\\server\share`; nil for another backslash.
  private static func pathStart(
    at slash: Int,
    in line: ArraySlice<UInt8>,
    after first: Int,
    of word: PathWord
  ) -> Int? {
    let letters = line[first..<slash].reversed().prefix {
      isAlphanumeric($0) || "%_:.~".utf8.contains($0)
    }
    let name = Array(letters.reversed())
    let start = slash - name.count
    if name.isEmpty {
      guard slash + 1 < word.end, line[slash + 1] == backslash else {
        return folderStart(at: slash, in: line, after: first, of: word)
      }
      let rest = line[slash..<word.end]
      let server = rest.dropFirst(2).prefix { $0 != backslash }
      let isShared =
        server.first.map(isAlphanumeric) == true
        && rest.count > server.count + 3 && rest[server.endIndex + 1] != backslash
      return isShared ? slash : folderStart(at: slash, in: line, after: first, of: word)
    }
    let isDrive = name.count == 2 && name[1] == UInt8(ascii: ":") && !isDigit(name[0])
    let isVariable = name.count > 2 && name.first == percent && name.last == percent
    let isRelative = [".", "..", "~"].contains { name.elementsEqual($0.utf8) }
    let isRegistry =
      name.starts(with: "HKEY_".utf8) || name.starts(with: "HKLM".utf8)
      || name.starts(with: "HKCU".utf8)
    if isDrive || isVariable || isRelative || isRegistry { return start }
    return folderStart(at: slash, in: line, after: first, of: word)
  }

  /// Where a path begins that only its other parts tell from an escape: `games\_x\a.exe` has a
  /// backslash before a letter, and `桌面\*.txt` a pattern of names.
  private static func folderStart(
    at slash: Int,
    in line: ArraySlice<UInt8>,
    after first: Int,
    of word: PathWord
  ) -> Int? {
    // `规则：\d+` is a pattern of text.
    guard word.lastName >= slash, !isClass(at: slash, in: line) else { return nil }
    let folder = line[first..<slash].reversed().prefix {
      !endsPath($0) && !"*[(\\".utf8.contains($0)
    }
    let start = slash - folder.count
    // Behind another sign with a backslash, or in the brackets of a link, it is no beginning.
    guard !folder.isEmpty, start > first || start == line.startIndex,
      !line[..<start].suffix(2).elementsEqual("](".utf8)
    else { return nil }
    return start
  }

  /// The `>` of `>=18` at the start of a line or item.
  private static func comparison(in line: ArraySlice<UInt8>) -> Int? {
    guard let place = line.firstIndex(of: greater), place + 2 < line.endIndex,
      line[place + 1] == UInt8(ascii: "="),
      let next = line[(place + 2)...].first(where: { $0 != blank }), isDigit(next)
    else { return nil }
    let marker = line[..<place]
    let isMarker = marker.allSatisfy { isDigit($0) || "-*+.) ".utf8.contains($0) }
    return isMarker && (marker.isEmpty || marker.last == blank) ? place : nil
  }

  static func isLetter(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || byte >= 0x80 }

  static func isDigit(_ byte: UInt8) -> Bool { 48...57 ~= byte }

  static func isAlphanumeric(_ byte: UInt8) -> Bool {
    isDigit(byte) || 65...90 ~= byte || 97...122 ~= byte
  }

  static func isPunctuation(_ byte: UInt8) -> Bool {
    33...126 ~= byte && !isAlphanumeric(byte) && byte != UInt8(ascii: "|")
  }

  /// Whether a path ends before that byte: blanks, quotes, brackets, and what begins `。`, `，` and
  /// the like.
  static func endsPath(_ byte: UInt8) -> Bool {
    "\t \"'`<>|)]".utf8.contains(byte) || byte == 0xE3 || byte == 0xEF
  }

  static let star = UInt8(ascii: "*")
  static let backslash = UInt8(ascii: "\\")
  static let greater = UInt8(ascii: ">")
  static let underscore = UInt8(ascii: "_")
  static let percent = UInt8(ascii: "%")
  static let blank = UInt8(ascii: " ")
  static let hash = UInt8(ascii: "#")
  static let tilde = UInt8(ascii: "~")
}
