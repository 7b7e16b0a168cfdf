import Shop

/// A text in which signs that plainly stand for themselves are hidden from Markdown's reader:
/// `50*2 张，100*3 张`, `138****5678`, `D:\_games\*.exe`, `\\server\share`, `>=18 岁`.
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
      if signs.contains(.star) { places += Self.factors(in: line) }
      if signs.contains(.backslash) { places += Self.paths(in: line) }
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
  }

  /// The lines that may have a sign to hide, found in one pass, since every text is searched.
  ///
  /// Such a sign is an asterisk between letters or digits, a backslash, or `>` before `=`.
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
        case star where index > start && index + 1 < bytes.count:
          let next = bytes[index + 1]
          if isAlphanumeric(bytes[index - 1]), next == star || isAlphanumeric(next) {
            signs.insert(.star)
          }
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

  /// The asterisks between digits, or between letters and digits: `2*3`, `12**34`, `AB*12*XY`.
  private static func factors(in line: ArraySlice<UInt8>) -> [Int] {
    var runs: [(range: Range<Int>, before: UInt8, after: UInt8)] = []
    var index = line.startIndex
    while let start = line[index...].firstIndex(of: star) {
      let end = line[start...].firstIndex { $0 != star } ?? line.endIndex
      let before = start > line.startIndex ? line[start - 1] : blank
      runs.append((start..<end, before, end < line.endIndex ? line[end] : blank))
      index = end
    }
    var places: [Int] = []
    // The lengths of runs that began emphasis in this line.
    var open: Set<Int> = []
    var wasBetween = false
    for (number, run) in runs.enumerated() where run.before != backslash {
      let isBetween = isAlphanumeric(run.before) && isAlphanumeric(run.after)
      let isFactor =
        isDigit(run.before) && isDigit(run.after)
        || isBetween && (isDigit(run.before) || isDigit(run.after))
          && (wasBetween
            || number + 1 < runs.count && isAlphanumeric(runs[number + 1].before)
              && isAlphanumeric(runs[number + 1].after))
      // Within emphasis a run is its end, unless another follows that can be.
      let length = run.range.count
      let isInner = runs[(number + 1)...].contains {
        $0.range.count == length && $0.before != blank && !isDigit($0.after)
      }
      wasBetween = isFactor && (!open.contains(length) || isInner)
      if wasBetween {
        places += run.range
      } else if run.before != blank || run.after != blank {
        open.formSymmetricDifference([length])
      }
    }
    return places
  }

  /// The signs in paths of Windows that Markdown would take for its own: each backslash before
  /// punctuation, and `*` and `_`.
  private static func paths(in line: ArraySlice<UInt8>) -> [Int] {
    var places: [Int] = []
    var index = line.startIndex
    while let slash = line[index...].firstIndex(of: backslash) {
      guard let start = pathStart(at: slash, in: line, after: index) else {
        // The sign behind a backslash is no path's.
        index = min(slash + 2, line.endIndex)
        continue
      }
      var end = line[slash...].firstIndex(where: endsPath) ?? line.endIndex
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

  /// Where the path begins whose first backslash this is: `D:\`, `%APPDATA%\`, `..\`, `HKLM\` or
  /// `\\server\share`; nil for another backslash.
  private static func pathStart(
    at slash: Int,
    in line: ArraySlice<UInt8>,
    after first: Int
  ) -> Int? {
    let word = line[first..<slash].reversed().prefix {
      isAlphanumeric($0) || "%_:.~".utf8.contains($0)
    }
    let name = Array(word.reversed())
    let start = slash - name.count
    if name.isEmpty {
      let rest = line[slash...].prefix { !endsPath($0) }
      let server = rest.dropFirst(2).prefix { $0 != backslash }
      let isShared =
        rest.dropFirst().first == backslash && server.first.map(isAlphanumeric) == true
        && rest.count > server.count + 3 && rest[server.endIndex + 1] != backslash
      return isShared ? slash : folderStart(at: slash, in: line, after: first)
    }
    let isDrive = name.count == 2 && name[1] == UInt8(ascii: ":") && !isDigit(name[0])
    let isVariable = name.count > 2 && name.first == percent && name.last == percent
    let isRelative = [".", "..", "~"].contains { name.elementsEqual($0.utf8) }
    let isRegistry =
      name.starts(with: "HKEY_".utf8) || name.starts(with: "HKLM".utf8)
      || name.starts(with: "HKCU".utf8)
    if isDrive || isVariable || isRelative || isRegistry { return start }
    return folderStart(at: slash, in: line, after: first)
  }

  /// Where a path begins that only its other parts tell from an escape: `games\_x\a.exe` has a
  /// backslash before a letter, and `桌面\*.txt` a pattern of names.
  private static func folderStart(
    at slash: Int,
    in line: ArraySlice<UInt8>,
    after first: Int
  ) -> Int? {
    let folder = line[first..<slash].reversed().prefix {
      !endsPath($0) && !"*[(\\".utf8.contains($0)
    }
    let start = slash - folder.count
    let path = line[start...].prefix { !endsPath($0) }
    // Behind another sign with a backslash, or in the brackets of a link, it is no beginning.
    guard !folder.isEmpty, start > first || start == line.startIndex,
      !line[..<start].suffix(2).elementsEqual("](".utf8)
    else { return nil }
    let isPath = path.indices.dropLast().contains { place in
      guard path[place] == backslash else { return false }
      return isLetter(path[place + 1]) || path[(place + 1)...].starts(with: "*.".utf8)
    }
    return isPath ? start : nil
  }

  private static func isLetter(_ byte: UInt8) -> Bool { isAlphanumeric(byte) || byte >= 0x80 }

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

  private static func isDigit(_ byte: UInt8) -> Bool { 48...57 ~= byte }

  private static func isAlphanumeric(_ byte: UInt8) -> Bool {
    isDigit(byte) || 65...90 ~= byte || 97...122 ~= byte
  }

  private static func isPunctuation(_ byte: UInt8) -> Bool {
    33...126 ~= byte && !isAlphanumeric(byte) && byte != UInt8(ascii: "|")
  }

  /// Whether a path ends before that byte: blanks, quotes, brackets, and what begins `。`, `，` and
  /// the like.
  private static func endsPath(_ byte: UInt8) -> Bool {
    "\t \"'`<>|)]".utf8.contains(byte) || byte == 0xE3 || byte == 0xEF
  }
}

private let star = UInt8(ascii: "*")
private let backslash = UInt8(ascii: "\\")
private let greater = UInt8(ascii: ">")
private let underscore = UInt8(ascii: "_")
private let percent = UInt8(ascii: "%")
private let blank = UInt8(ascii: " ")
