extension Sequence where Element == String {
  /// The names as in a sentence: `a`, `a and b`, `a, b and c`; empty for none.
  package func listed(by conjunction: String = "and") -> String {
    let names = Array(self)
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    return "\(names.dropLast().joined(separator: ", ")) \(conjunction) \(last)"
  }
}
