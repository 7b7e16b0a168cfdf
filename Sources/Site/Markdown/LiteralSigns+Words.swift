import Shop

/// Underscores and tildes that belong to a name or a range.
extension LiteralSigns {
  /// The underscores of names with `@`, `/` or a dot in them: `@_card_`, `t.me/_card_`,
  /// `_sales_@example.com`, `__init__.py`.
  ///
  /// A word between underscores is emphasis whatever is in it, and so are words from one that an
  /// underscore begins to one that another ends: `_Version 2.0_`. Whole addresses are links, which
  /// keep theirs.
  static func names(in line: ArraySlice<UInt8>) -> [Int] {
    var places: [Int] = []
    // Those before or behind a name, unless they are of emphasis.
    var edges: Set<Range<Int>> = []
    // Those that may begin emphasis, by how many underscores they are.
    var open: [Int: [Range<Int>]] = [:]
    var index = line.startIndex
    while let start = line[index...].firstIndex(where: isOfName) {
      index = line[start...].firstIndex { !isOfName($0) } ?? line.endIndex
      guard line[start..<index].contains(underscore) else { continue }
      let word = WordWithUnderscores(line[start..<index])
      let isName = word.isName && (start == line.startIndex || line[start - 1] != backslash)
      for run in word.runs {
        let isEdge = !word.inner.contains(run.lowerBound)
        if !isEdge, isName || word.isAddress {
          let isBetween =
            isAlphanumeric(line[run.lowerBound - 1]) && isAlphanumeric(line[run.upperBound])
          if isName, !isBetween { places += run }
          continue
        }
        let sides = Sides(of: run, in: line)
        if sides.canClose, let other = open[run.count]?.popLast() {
          edges.remove(other)
          continue
        }
        if sides.canOpen { open[run.count, default: []].append(run) }
        if isName { edges.insert(run) }
      }
    }
    return places + edges.flatMap { $0 }
  }

  /// A text of letters, digits and what names have, with its underscores.
  private struct WordWithUnderscores {
    let runs: [Range<Int>]
    /// The word without underscores and punctuation before and behind it.
    let inner: Range<Int>
    let isAddress: Bool
    /// Whether it is a name, which is not whole between underscores.
    let isName: Bool

    init(_ word: ArraySlice<UInt8>) {
      var runs: [Range<Int>] = []
      var index = word.startIndex
      while let start = word[index...].firstIndex(of: underscore) {
        index = word[start...].firstIndex { $0 != underscore } ?? word.endIndex
        runs.append(start..<index)
      }
      self.runs = runs
      let first = word.firstIndex { !":-_".utf8.contains($0) } ?? word.endIndex
      let last = word[first...].lastIndex { !"_.:/-".utf8.contains($0) }
      let end = last.map { $0 + 1 } ?? first
      inner = first..<end
      let name = word[first..<end]
      let isLink = name.hasBytes(Array("://".utf8)) || name.starts(with: "www.".utf8)
      isAddress = isLink
      let isWhole = word[..<first].contains(underscore) && word[end...].contains(underscore)
      isName = !isLink && !isWhole && name.contains { "@/.".utf8.contains($0) }
    }
  }

  /// What CommonMark allows a run of asterisks or underscores to do by the characters beside it.
  struct Sides {
    let canOpen: Bool
    let canClose: Bool

    init(of run: Range<Int>, in line: ArraySlice<UInt8>) {
      let before = line[..<run.lowerBound].suffix(4)
      let after = line[run.upperBound...].prefix(4)
      let left = String(decoding: before, as: UTF8.self).unicodeScalars.last ?? " "
      let right = String(decoding: after, as: UTF8.self).unicodeScalars.first ?? " "
      let isEscaped = before.last == backslash
      let isOfFace =
        run.count == 1 && LiteralSigns.isFace(before.last ?? blank, after.first ?? blank)
      let isBehindBlank = left.properties.isWhitespace
      let isBeforeBlank = right.properties.isWhitespace
      let isBehindMark = left.isMarkdownPunctuation
      let isBeforeMark = right.isMarkdownPunctuation
      let begins = !isBeforeBlank && (!isBeforeMark || isBehindBlank || isBehindMark)
      let ends = !isBehindBlank && (!isBehindMark || isBeforeBlank || isBeforeMark)
      let isMark = !isEscaped && !isOfFace
      let isStar = line[run.lowerBound] == star
      canOpen = isMark && begins && (isStar || !ends || isBehindMark)
      canClose = isMark && ends && (isStar || !begins || isBeforeMark)
    }
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
      if !isOpen, start > line.startIndex, isDigit(line[start - 1]), beginsAmount(rest),
        !isStruck(rest)
      {
        places += start..<end
      } else {
        isOpen.toggle()
      }
    }
    return places
  }

  private static func beginsAmount(_ text: ArraySlice<UInt8>) -> Bool {
    text.first.map(isDigit) == true || currencies.contains { text.starts(with: $0) }
  }

  /// Whether tildes behind an amount end what is struck out: `99~~199~~元`, not `1~~2~~3`.
  private static func isStruck(_ amount: ArraySlice<UInt8>) -> Bool {
    let sign = currencies.first { amount.starts(with: $0) }
    var rest = amount.dropFirst(sign?.count ?? 0).drop { isDigit($0) || ".,:".utf8.contains($0) }
    let behindBlank = rest.first == blank ? rest.dropFirst() : rest
    if let unit = units.first(where: { behindBlank.starts(with: $0) }) {
      rest = behindBlank.dropFirst(unit.count)
    }
    guard rest.starts(with: "~~".utf8) else { return false }
    rest = rest.dropFirst(2)
    return rest.first != tilde && !beginsAmount(rest)
  }

  private static let currencies = ["￥", "¥", "€", "$"].map { Array($0.utf8) }
  private static let units = ["元", "块", "圆", "円", "USD", "CNY", "RMB"].map { Array($0.utf8) }
}
