/// Signs of regular expressions.
extension LiteralSigns {
  /// The signs of a word such as `\w+@\w+\.com` that Markdown would take for its own.
  ///
  /// It is known by a class in it, `\d`, `\s` or `\w`. Emphasis around it is left out.
  static func patterns(in line: ArraySlice<UInt8>) -> [Int] {
    var places: [Int] = []
    var index = line.startIndex
    while let slash = line[index...].firstIndex(of: backslash) {
      guard isClass(at: slash, in: line) else {
        index = min(slash + 2, line.endIndex)
        continue
      }
      let before = line[..<slash].suffix(longestPattern).reversed().prefix(while: isOfPattern)
      var start = slash - before.count
      var end = line[slash...].firstIndex { !isOfPattern($0) } ?? line.endIndex
      index = end
      while start < slash, line[start] == star || line[start] == underscore {
        if line[end - 1] == line[start] { end -= 1 }
        start += 1
      }
      places += (start..<end).filter { place in
        switch line[place] {
        case backslash: place + 1 >= end || isPunctuation(line[place + 1])
        case star, underscore: true
        default: false
        }
      }
    }
    return places
  }

  /// The most bytes of a pattern before its first class.
  private static let longestPattern = 80

  /// Whether a backslash begins a class of characters: behind its letter the word does not go on.
  private static func isClass(at slash: Int, in line: ArraySlice<UInt8>) -> Bool {
    let rest = line[slash...].dropFirst().prefix(2)
    guard let letter = rest.first, "dswDSW".utf8.contains(letter) else { return false }
    return rest.count < 2 || !isAlphanumeric(rest[rest.startIndex + 1])
  }

  private static func isOfPattern(_ byte: UInt8) -> Bool {
    33...126 ~= byte && !"`\"'|<>".utf8.contains(byte)
  }
}
