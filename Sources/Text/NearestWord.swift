extension Sequence<String> {
  /// The word nearest to a written one; nil unless it is near enough to be what was meant.
  ///
  /// At most two edits, or `most`, and fewer than half of the word's characters; the first of
  /// equally near ones. Of two keys that name two languages, such as `text_ja` and `text_en`, one
  /// is no slip for the other.
  package func nearest(to written: String, within most: Int = 2) -> String? {
    var best: (word: String, edits: Int)?
    let letters = Array(written.lowercased().unicodeScalars)
    for word in self {
      let others = Array(word.lowercased().unicodeScalars)
      let edits = editDistance(letters, others, within: most)
      guard edits <= most, edits * 2 < Swift.max(letters.count, 2), edits < best?.edits ?? .max,
        edits < 2 || !differInEndingAlone(letters, others)
      else { continue }
      best = (word, edits)
    }
    return best?.word
  }

  /// ``did you mean `currency`?``, or nil when no word is near enough.
  package func hint(for written: String) -> String? {
    nearest(to: written).map { "did you mean `\($0)`?" }
  }
}

/// Whether two words of one length are the same up to a `_` and two letters at their ends.
private func differInEndingAlone(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Bool {
  left.count == right.count && left.dropLast(2).last == "_"
    && left.dropLast(2) == right.dropLast(2)
}

/// How many insertions, deletions, replacements and swaps of neighbors turn one word into the
/// other; where the lengths differ by more than `most`, that difference.
private func editDistance(
  _ left: [Unicode.Scalar],
  _ right: [Unicode.Scalar],
  within most: Int
) -> Int {
  guard abs(left.count - right.count) <= most else { return abs(left.count - right.count) }
  var beforeLast: [Int] = []
  var last = Array(0...right.count)
  for row in 0..<left.count {
    var current = [row + 1]
    for column in 0..<right.count {
      let isSame = left[row] == right[column]
      var cost = Swift.min(
        last[column] + (isSame ? 0 : 1),
        last[column + 1] + 1,
        current[column] + 1
      )
      if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
        cost = Swift.min(cost, beforeLast[column - 1] + 1)
      }
      current.append(cost)
    }
    (beforeLast, last) = (last, current)
  }
  return last[right.count]
}
