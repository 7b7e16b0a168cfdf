/// Signs of regular expressions.
extension LiteralSigns {
  /// The signs of a word such as `\w+@\w+\.com` that Markdown would take for its own.
  ///
  /// It is known by a class in it, `\d`, `\s` or `\w`. Signs that begin or end emphasis are left
  /// out; `hidden` are others of the line that stand for themselves.
  static func patterns(in line: ArraySlice<UInt8>, besides hidden: [Int]) -> [Int] {
    var patterns: [Pattern] = []
    var index = line.startIndex
    while let slash = line[index...].firstIndex(of: backslash) {
      guard isClass(at: slash, in: line) else {
        index = min(slash + 2, line.endIndex)
        continue
      }
      let before = line[..<slash].suffix(longestPattern).reversed().prefix(while: isOfPattern)
      let start = slash - before.count
      index = line[slash...].firstIndex { !isOfPattern($0) } ?? line.endIndex
      patterns.append(Pattern(line[start..<index]))
    }
    guard !patterns.isEmpty else { return [] }
    let others = Set(hidden)
    return patterns.flatMap(\.escapes)
      + [star, underscore].flatMap { sign in
        literal(single(sign, in: line).filter { !others.contains($0) }, in: line, of: patterns)
      }
  }

  /// One such word.
  private struct Pattern {
    let word: ArraySlice<UInt8>
    /// The word without signs before and behind it.
    let inner: Range<Int>

    init(_ word: ArraySlice<UInt8>) {
      self.word = word
      let lead = word.prefix { "([{:,;=!?~-*_".utf8.contains($0) }
      let tail = word.reversed().prefix { ")]}:,;.!?~-*_".utf8.contains($0) }
      inner = lead.endIndex..<max(lead.endIndex, word.endIndex - tail.count)
    }

    /// Backslashes before punctuation, and what stands behind a backslash.
    var escapes: [Int] {
      word.indices.filter { place in
        let next = place + 1 < word.endIndex ? word[place + 1] : blank
        return switch word[place] {
        case backslash: next == blank || isPunctuation(next)
        case star, underscore: place > word.startIndex && word[place - 1] == backslash
        default: false
        }
      }
    }

    /// Whether a sign there may repeat what stands before it.
    func mayRepeat(at place: Int) -> Bool {
      place >= inner.lowerBound && !"(:,;=".utf8.contains(word[place - 1])
    }
  }

  /// The places of a sign that stands alone and behind no backslash.
  private static func single(_ sign: UInt8, in line: ArraySlice<UInt8>) -> [Int] {
    line.indices.filter { place in
      line[place] == sign
        && (place == line.startIndex || line[place - 1] != sign && line[place - 1] != backslash)
        && (place + 1 == line.endIndex || line[place + 1] != sign)
    }
  }

  /// Those of the places of a sign in patterns where it neither begins nor ends emphasis: emphasis
  /// that was begun before ends at a pattern's last sign, unless it ends further on.
  private static func literal(
    _ places: [Int],
    in line: ArraySlice<UInt8>,
    of patterns: [Pattern]
  ) -> [Int] {
    var literal: [Int] = []
    // Where emphasis may begin or end; of the last sign of a pattern it is decided below.
    var sides: [(place: Int, sides: Sides?)] = []
    var number = 0
    for (index, place) in places.enumerated() {
      while number < patterns.count, patterns[number].word.endIndex <= place { number += 1 }
      guard number < patterns.count, patterns[number].word.indices.contains(place),
        patterns[number].mayRepeat(at: place)
      else {
        sides.append((place, Sides(of: place..<place + 1, in: line)))
        continue
      }
      let pattern = patterns[number]
      let isLast =
        place >= pattern.inner.upperBound
        && (index + 1 == places.count || places[index + 1] >= pattern.word.endIndex)
      if isLast { sides.append((place, nil)) } else { literal.append(place) }
    }
    // Whether emphasis that is open at a pattern's end is ended by one of the signs behind it.
    var endsLater = false
    var ended: Set<Int> = []
    for (place, sides) in sides.reversed() {
      guard let sides else {
        if endsLater { ended.insert(place) }
        continue
      }
      if sides.canOpen || sides.canClose { endsLater = sides.canClose && !endsLater }
    }
    var isOpen = false
    for (place, sides) in sides {
      if let sides {
        if sides.canOpen || sides.canClose { isOpen = sides.canOpen && !(sides.canClose && isOpen) }
      } else if isOpen, !ended.contains(place) {
        isOpen = false
      } else {
        literal.append(place)
      }
    }
    return literal
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
