/// How a line is divided that holds a code and what goes with it.
extension CardCode {
  /// The parts between dashes as they separate, or between `|`; empty for a text in one part.
  static func parts(of text: String) -> [String] {
    // Cheaper than every scalar, and most codes have none of these.
    guard
      text.contains("----") || text.utf8.contains(where: { $0 >= 0x80 || $0 == UInt8(ascii: "|") })
    else { return [] }
    let parts = parts(betweenDashes: text).flatMap {
      $0.split(separator: "|", omittingEmptySubsequences: false)
    }
    guard parts.count > 1 else { return [] }
    return parts.map { cleaned(String($0)) }.filter { !$0.isEmpty }
  }

  /// The parts between four or more hyphens, or between two or more long dashes, which word
  /// processors make of hyphens.
  package static func parts(betweenDashes line: String) -> [String] {
    guard hasDashes(line, atLeast: 4) else { return [line] }
    var parts: [String] = []
    var part = String.UnicodeScalarView()
    var run = String.UnicodeScalarView()
    let endRun = {
      if isSeparating(run, atLeast: 4) {
        parts.append(String(part))
        part = String.UnicodeScalarView()
      } else {
        part.append(contentsOf: run)
      }
      run = String.UnicodeScalarView()
    }
    for scalar in line.unicodeScalars {
      if isDash(scalar) {
        run.append(scalar)
      } else {
        endRun()
        part.append(scalar)
      }
    }
    endRun()
    return parts + [String(part)]
  }

  /// Whether a line has at least `count` hyphens in a row, or two long dashes.
  ///
  /// Two or three hyphens are too few to split at, and too many to be part of a code.
  package static func hasDashes(_ line: String, atLeast count: Int) -> Bool {
    var run = String.UnicodeScalarView()
    for scalar in line.unicodeScalars {
      if isDash(scalar) {
        run.append(scalar)
      } else if !run.isEmpty {
        if isSeparating(run, atLeast: count) { return true }
        run = String.UnicodeScalarView()
      }
    }
    return isSeparating(run, atLeast: count)
  }

  private static func isDash(_ scalar: Unicode.Scalar) -> Bool {
    "-—–―─－".unicodeScalars.contains(scalar)
  }

  private static func isSeparating(_ run: String.UnicodeScalarView, atLeast count: Int) -> Bool {
    // Word processors make `——-` of five hyphens.
    let hyphens = run.count { $0 == "-" }
    return hyphens >= count || run.count - hyphens >= 2
  }
}
