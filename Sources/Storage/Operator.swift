/// Who ran a command, as the ledger names them.
package struct Operator: Equatable, Sendable {
  /// 1 to 64 printable ASCII characters, such as `root` or `uid 1000`.
  package let name: String

  package init?(_ name: String) {
    guard (1...64).contains(name.utf8.count), name.utf8.allSatisfy({ (32...126).contains($0) })
    else { return nil }
    self.name = name
  }
}
