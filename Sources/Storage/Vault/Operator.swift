/// Who ran a command, as the ledger names them: the name that they gave, and the user ID that the
/// system gives.
package struct Operator: Equatable, Sendable {
  /// 1 to 64 ASCII letters, digits, blanks and `._@+-`, so that none looks like a user ID in
  /// parentheses.
  package let name: String
  /// The user ID of the process that gave the command; nil where the system does not give it.
  package let userID: UInt32?

  package init?(_ name: String, userID: UInt32? = nil) {
    let isPlain = name.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || " ._@+-".utf8.contains(byte)
    }
    guard (1...64).contains(name.utf8.count), isPlain else { return nil }
    self.name = name
    self.userID = userID
  }
}

extension String {
  /// Whether it is readable text on one line, of at most that many characters.
  func isOneLine(most: Int) -> Bool {
    (1...most).contains(unicodeScalars.count)
      && unicodeScalars.allSatisfy { $0.value >= 32 && !(127...159).contains($0.value) }
      && contains { !$0.isWhitespace }
  }
}

extension Operator {
  /// As the ledger writes it.
  var actor: String { "operator \(name)\(userID.map { " (uid \($0))" } ?? "")" }
}
