import Shop

/// Underscores and tildes that belong to a name or a range.
extension LiteralSigns {
  /// The underscores of names with `@`, `/` or a dot in them: `@_card_`, `t.me/_card_`,
  /// `_sales_@example.com`, `__init__.py`.
  ///
  /// A word between underscores is emphasis whatever is in it, and whole addresses are links, which
  /// keep theirs.
  static func names(in line: ArraySlice<UInt8>) -> [Int] {
    var places: [Int] = []
    var index = line.startIndex
    while let start = line[index...].firstIndex(where: isOfName) {
      var end = line[start...].firstIndex { !isOfName($0) } ?? line.endIndex
      index = end
      while end > start, ".:/-".utf8.contains(line[end - 1]) { end -= 1 }
      let word = line[start..<end]
      guard word.contains(underscore), word.contains(where: { "@/.".utf8.contains($0) }),
        word.first != underscore || word.last != underscore, !word.hasBytes(Array("://".utf8)),
        !word.starts(with: "www.".utf8), line[..<start].last != backslash
      else { continue }
      places += word.indices.filter { word[$0] == underscore && isAtEdge($0, in: word) }
    }
    return places
  }

  /// Whether an underscore is one of several that letters and digits do not stand on both sides of.
  private static func isAtEdge(_ place: Int, in word: ArraySlice<UInt8>) -> Bool {
    let before = word[..<place].last { $0 != underscore }
    let after = word[place...].first { $0 != underscore }
    return !(before.map(isAlphanumeric) ?? false && after.map(isAlphanumeric) ?? false)
  }

  private static func isOfName(_ byte: UInt8) -> Bool {
    isAlphanumeric(byte) || "_@./:-".utf8.contains(byte)
  }

  /// The tildes of ranges such as `10~~20` and `￥10~~￥20`, where none before them struck out.
  static func ranges(in line: ArraySlice<UInt8>) -> [Int] {
    var places: [Int] = []
    var isOpen = false
    var index = line.startIndex
    while let start = line[index...].firstIndex(of: tilde) {
      let end = line[start...].firstIndex { $0 != tilde } ?? line.endIndex
      index = end
      guard end - start == 2 else { continue }
      let rest = line[end...]
      let isAmount =
        rest.first.map { isDigit($0) || $0 == UInt8(ascii: "$") } == true
        || ["￥", "¥", "€"].contains { rest.starts(with: $0.utf8) }
      if !isOpen, start > line.startIndex, isDigit(line[start - 1]), isAmount {
        places += start..<end
      } else {
        isOpen.toggle()
      }
    }
    return places
  }
}
