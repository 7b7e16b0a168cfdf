/// What writing the output did, or would do.
package struct OutputChanges: Equatable, Sendable {
  /// New files and those with other bytes, in the order of writing: from the output's folder.
  package var writtenPaths: [String]
  package var unchanged: Int
  /// In byte order.
  package var deletedPaths: [String]

  package init(writtenPaths: [String] = [], unchanged: Int = 0, deletedPaths: [String] = []) {
    self.writtenPaths = writtenPaths
    self.unchanged = unchanged
    self.deletedPaths = deletedPaths
  }

  package var written: Int { writtenPaths.count }
  package var deleted: Int { deletedPaths.count }

  /// For deploy tools: a line `write PATH` or `delete PATH` for each, deletions last.
  package var lines: String {
    let lines = writtenPaths.map { "write \($0)\n" } + deletedPaths.map { "delete \($0)\n" }
    return lines.joined()
  }
}
