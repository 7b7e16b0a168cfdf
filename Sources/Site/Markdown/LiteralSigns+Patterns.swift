/// Signs of regular expressions.
extension LiteralSigns {
  /// The signs of a word such as `\w+@\w+\.com` that Markdown would take for its own.
  ///
  /// It is known by a class in it, `\d`, `\s` or `\w`. Emphasis around it is left out.
  static func patterns(in line: ArraySlice<UInt8>) -> [Int] {
    var places: [Int] = []
    var index = line.startIndex
    let firstStar = line.firstIndex(of: star) ?? line.endIndex
    while let slash = line[index...].firstIndex(of: backslash) {
      guard isClass(at: slash, in: line) else {
        index = min(slash + 2, line.endIndex)
        continue
      }
      let before = line[..<slash].suffix(longestPattern).reversed().prefix(while: isOfPattern)
      let start = slash - before.count
      let end = line[slash...].firstIndex { !isOfPattern($0) } ?? line.endIndex
      places += signs(ofPattern: line[start..<end], isOpen: firstStar < start)
      index = end
    }
    return places
  }

  /// The signs of one such word; `isOpen` if a star before it may begin emphasis that ends with it.
  private static func signs(ofPattern word: ArraySlice<UInt8>, isOpen: Bool) -> [Int] {
    var isOpen = isOpen
    let lead = word.prefix { "([{:,;=!?~-*_".utf8.contains($0) }
    let tail = word.reversed().prefix { ")]}:,;.!?~-*_".utf8.contains($0) }
    let inner = lead.endIndex..<max(lead.endIndex, word.endIndex - tail.count)
    return word.indices.filter { place in
      let sign = word[place]
      let before = place > word.startIndex ? word[place - 1] : blank
      let next = place + 1 < word.endIndex ? word[place + 1] : blank
      if sign == backslash { return next == blank || isPunctuation(next) }
      guard sign == star || sign == underscore else { return false }
      if before == backslash { return true }
      let isAlone = before != sign && next != sign
      let isLast = sign == star && !isOpen && place >= inner.upperBound
      let isHidden =
        isAlone && !"(:,;=".utf8.contains(before) && (inner.contains(place) || isLast)
      if !isHidden, sign == star { isOpen = true }
      return isHidden
    }
  }

  /// The most bytes of a pattern before its first class.
  private static let longestPattern = 80

  /// Whether a backslash begins a class of characters: behind its letter the word does not go on.
  static func isClass(at slash: Int, in line: ArraySlice<UInt8>) -> Bool {
    let rest = line[slash...].dropFirst().prefix(2)
    guard let letter = rest.first, "dswDSW".utf8.contains(letter) else { return false }
    return rest.count < 2 || !isAlphanumeric(rest[rest.startIndex + 1])
  }

  private static func isOfPattern(_ byte: UInt8) -> Bool {
    33...126 ~= byte && !"`\"'|<>".utf8.contains(byte)
  }
}
