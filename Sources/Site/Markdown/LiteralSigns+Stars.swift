extension LiteralSigns {
  /// The runs of asterisks in a line, and which of them stand for themselves: those between digits,
  /// or between letters and digits, and those of what is dialled or sent to a provider's number.
  struct StarRuns {
    private struct Run {
      let range: Range<Int>
      let before: UInt8
      let after: UInt8

      /// Whether letters or digits are on both sides, of which one is a digit.
      var isMixed: Bool { isBetween && (isDigit(before) || isDigit(after)) }
      var isBetween: Bool { isAlphanumeric(before) && isAlphanumeric(after) }
      var isBetweenDigits: Bool { isDigit(before) && isDigit(after) }
      /// Whether digits are on the same sides.
      func isLike(_ other: Run) -> Bool {
        isDigit(before) == isDigit(other.before) && isDigit(after) == isDigit(other.after)
      }
    }

    private let line: ArraySlice<UInt8>
    private let runs: [Run]
    /// How many runs of two there are.
    private let pairs: Int
    /// The runs before a name that begin emphasis all the same: `*.NET Framework 4.8*`.
    private let ended: Set<Int>

    init(in line: ArraySlice<UInt8>) {
      self.line = line
      var runs: [Run] = []
      var index = line.startIndex
      while let start = line[index...].firstIndex(of: star) {
        let end = line[start...].firstIndex { $0 != star } ?? line.endIndex
        let before = start > line.startIndex ? line[start - 1] : blank
        runs.append(
          Run(range: start..<end, before: before, after: end < line.endIndex ? line[end] : blank)
        )
        index = end
      }
      self.runs = runs
      pairs = runs.count { $0.range.count == 2 }
      ended = Self.runsOfEmphasis(in: runs, of: line)
    }

    /// The runs before names behind which an odd number of others follow before the next such run,
    /// of which the last can end emphasis.
    private static func runsOfEmphasis(in runs: [Run], of line: ArraySlice<UInt8>) -> Set<Int> {
      var ended: Set<Int> = []
      var start: Int?
      var count = 0
      for (number, run) in runs.enumerated() where run.range.count == 1 {
        if isBeforeName(run, in: line) {
          start = number
          count = 0
        } else if let start, isOfEmphasis(run, in: line) {
          count += 1
          if count % 2 == 1, run.before != blank {
            ended.insert(start)
          } else {
            ended.remove(start)
          }
        }
      }
      return ended
    }

    /// Whether a star before a dot and a letter or digit may be one of `*.mp4`.
    private static func isBeforeName(_ run: Run, in line: ArraySlice<UInt8>) -> Bool {
      let name = line[run.range.upperBound...].dropFirst()
      return run.after == UInt8(ascii: ".") && name.first.map(isAlphanumeric) == true
    }

    /// Whether a star may be of emphasis: none of a sum, of what is dialled, of `192.168.*.*`, nor
    /// of `*.tar.*`.
    private static func isOfEmphasis(_ run: Run, in line: ArraySlice<UInt8>) -> Bool {
      guard run.before != backslash, run.before != blank || run.after != blank, !run.isMixed,
        !isDigit(run.after), run.after != hash
      else { return false }
      guard run.before == UInt8(ascii: ".") else { return true }
      let before = line[..<run.range.lowerBound].suffix(longestNumber).dropLast()
      let word = before.suffix(from: before.lastIndex(of: blank) ?? before.startIndex)
      return !word.contains(star) && word.last.map { !isDigit($0) } == true
    }

    /// The places of the asterisks that stand for themselves.
    var literal: [Int] {
      var places: [Int] = []
      // The last run of a length that can end emphasis.
      var lastEnd: [Int: Int] = [:]
      for (number, run) in runs.enumerated() where run.before != blank && !isDigit(run.after) {
        lastEnd[run.range.count] = number
      }
      // The lengths of runs that began emphasis in this line.
      var open: Set<Int> = []
      var wasBetween = false
      var pairEnd: Int?
      var fieldEnd: Int?
      var dialled = line.startIndex
      for (number, run) in runs.enumerated() where run.before != backslash {
        if run.range.lowerBound < dialled {
          places += run.range
          continue
        }
        if let found = dialledNumber(from: number) {
          places += found.stars
          dialled = found.end
          continue
        }
        if !open.contains(run.range.count),
          isMask(number) || isOfPattern(number, goesOn: places.last == run.range.lowerBound - 2)
        {
          places += run.range
          continue
        }
        if isShortMessage(number) {
          fieldEnd = number + 1
          places += run.range
          continue
        }
        if isFieldStart(number, isFurther: fieldEnd == number) {
          fieldEnd = number + 1
          places += run.range
          continue
        }
        if fieldEnd == number {
          places += run.range
          continue
        }
        let length = run.range.count
        if isPairStart(number) { pairEnd = number + 1 }
        let isEmphasis = pairEnd == number || pairEnd == number + 1
        let isFactor =
          run.isBetweenDigits
          || run.isMixed
            && (wasBetween || number + 1 < runs.count && runs[number + 1].isBetween)
        // Within emphasis a run is its end, unless another follows that can be; a mask is none.
        let isInner = lastEnd[length, default: 0] > number
        let isMask = length > 2 && run.isBetweenDigits
        wasBetween = isFactor && !isEmphasis && (!open.contains(length) || isInner || isMask)
        if wasBetween {
          places += run.range
        } else if run.before != blank || run.after != blank {
          open.formSymmetricDifference([length])
        }
      }
      return places
    }

    /// Whether a star is one of a pattern of names, `*.mp4`, `192.168.*.*` and `/usr/*_bin`.
    private func isOfPattern(_ number: Int, goesOn: Bool) -> Bool {
      let run = runs[number]
      guard run.range.count == 1 else { return false }
      let dot = UInt8(ascii: ".")
      return Self.isBeforeName(run, in: line) && !ended.contains(number)
        || run.before == dot && (run.after == dot || goesOn) || isOfPath(run)
    }

    /// Whether a star is a part of a path or name: `/opt/*/bin`, `/usr/*_bin`, `img_*_2`.
    private func isOfPath(_ run: Run) -> Bool {
      let outer = line[..<run.range.lowerBound].dropLast().last ?? blank
      let rest = line[run.range.upperBound...].dropFirst()
      guard outer < 0x80, let next = rest.first, isAlphanumeric(next) else { return false }
      if run.before == run.after, "_-".utf8.contains(run.before) { return isAlphanumeric(outer) }
      guard run.before == UInt8(ascii: "/") else { return false }
      return run.after == UInt8(ascii: "/")
        || "_-".utf8.contains(run.after) && rest.first { $0 == blank || $0 == star } != star
    }

    /// Whether three or more stars stand for what is hidden, before punctuation: `密码 ***，`.
    private func isMask(_ number: Int) -> Bool {
      let run = runs[number]
      guard run.range.count > 2 else { return false }
      let marks = ["，", "。", "；", "、", "！", "？", "：", "）"].map { Array($0.utf8) }
      let rest = line[run.range.upperBound...]
      return run.after != blank && run.after < 0x80 && ",.;:!?)".utf8.contains(run.after)
        || marks.contains { rest.starts(with: $0) }
    }

    /// Whether a star within a word and the next, behind a digit, are of what is sent to a number:
    /// `KT*123 到 10086*`.
    private func isShortMessage(_ number: Int) -> Bool {
      let run = runs[number]
      guard number + 1 < runs.count, run.range.count == 1, run.isMixed else { return false }
      let next = runs[number + 1]
      return next.range.count == 1 && isDigit(next.before) && !isAlphanumeric(next.after)
        && line[run.range.upperBound..<next.range.lowerBound].contains(blank)
    }

    /// Whether that run and the next are the emphasis of `Windows**11**Pro`, rather than two masks:
    /// `12**AB，34**CD`.
    private func isPairStart(_ number: Int) -> Bool {
      let run = runs[number]
      guard number + 1 < runs.count, run.range.count == 2, run.isMixed, !run.isBetweenDigits else {
        return false
      }
      let next = runs[number + 1]
      return next.range.count == 2 && next.isBetween && !run.isLike(next)
    }

    /// The stars of `*100*1*卡密#`, `*124*PIN#` or `*#06#` that begins with that run, and its end.
    ///
    /// Stars of emphasis around it are left out.
    private func dialledNumber(from number: Int) -> (stars: [Int], end: Int)? {
      let run = runs[number]
      guard isDigit(run.after) || run.after == hash, !isAlphanumeric(run.before) else { return nil }
      var rest = line[run.range.upperBound...].prefix(Self.longestNumber)
      if run.after == hash { rest = rest.dropFirst() }
      let digits = rest.prefix(while: isDigit)
      guard !digits.isEmpty || run.after == hash, digits.endIndex < rest.endIndex,
        line[digits.endIndex] == hash && !digits.isEmpty || line[digits.endIndex] == star
      else { return nil }
      let whole = rest.prefix {
        $0 != hash && $0 != blank && $0 != 0x09 && $0 != 0xE3 && $0 != 0xEF
      }
      guard whole.endIndex < rest.endIndex, line[whole.endIndex] == hash, whole.last != star else {
        return nil
      }
      let end = whole.endIndex + 1
      let inner = whole.indices.filter { line[$0] == star && line[$0 - 1] != backslash }
      if inner.isEmpty {
        // `*12#楼*` is emphasis, `*100#，*101#` and `*123# 到 10086*` are not.
        guard run.range.count == 1, number + 1 < runs.count else { return nil }
        if end < line.endIndex, line[end] == blank || line[end] == 0xE3 || line[end] == 0xEF {
          return ([run.range.lowerBound], end)
        }
        let next = runs[number + 1]
        let isAnother = isDigit(next.after) || next.after == hash
        return next.range.count == 1 && isAnother ? ([run.range.lowerBound], end) : nil
      }
      let closing = line[end...].prefix { $0 == star }.count
      if 1...run.range.count ~= closing { return (run.range.dropFirst(closing) + inner, end) }
      // Two stars are emphasis unless they are the only ones.
      return (run.range.count == 1 || pairs == 1 ? run.range + inner : inner, end)
    }

    /// Whether that run and the next stand around a field of `CZ*卡号*密码`, before another.
    private func isFieldStart(_ number: Int, isFurther: Bool) -> Bool {
      let run = runs[number]
      guard number + 1 < runs.count, run.range.count == 1, isFurther || isAlphanumeric(run.before)
      else { return false }
      let next = runs[number + 1]
      let inner = line[run.range.upperBound..<next.range.lowerBound]
      let isNumber = !inner.isEmpty && inner.allSatisfy(isAlphanumeric)
      return next.range.count == 1
        && (isNumber || Self.fields.contains { inner.elementsEqual($0) })
        && Self.fields.contains { line[next.range.upperBound...].starts(with: $0) }
    }

    /// The most bytes of a number to dial.
    private static let longestNumber = 80
    private static let fields = [
      "卡号", "密码", "卡密", "充值密码", "充值卡密码", "手机号", "手机号码", "号码", "金额", "面值", "账号",
      "序列号", "PIN",
    ].map { Array($0.utf8) }
  }
}
