/// One thing wrong with the settings, the keys or the machine: where, what, and what to do.
package struct SettingsFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// `worker-config/worker.yaml:12:3: mail.port`.
  package let place: String
  /// What would be right.
  package let expected: String
  /// What is there; never a secret.
  package let found: String
  /// What a person does about it.
  package let remedy: String

  package init(_ place: String, expected: String, found: String, remedy: String) {
    self.place = place
    self.expected = expected
    self.found = found
    self.remedy = remedy
  }

  /// One line.
  package var description: String {
    "\(place): expected \(expected), found \(found); \(remedy)"
  }
}

/// The known word that is nearest to a misspelt one; nil when none is near.
func nearest(to word: String, among known: [String]) -> String? {
  let ranked = known.map { ($0, editDistance(word, $0)) }.sorted { $0.1 < $1.1 }
  guard let best = ranked.first, best.1 <= max(2, best.0.count / 3), best.1 < word.count else {
    return nil
  }
  return best.0
}

/// How many letters must be added, taken away or changed between two words.
func editDistance(_ left: String, _ right: String) -> Int {
  let (left, right) = (Array(left), Array(right))
  var row = Array(0...right.count)
  for (i, letter) in left.enumerated() {
    var corner = row[0]
    row[0] = i + 1
    for (j, other) in right.enumerated() {
      let changed = corner + (letter == other ? 0 : 1)
      corner = row[j + 1]
      row[j + 1] = min(changed, corner + 1, row[j] + 1)
    }
  }
  return row[right.count]
}
