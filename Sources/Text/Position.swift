/// A place in a text file: line and column count from 1, the column in characters (code points).
package struct Position: Hashable, Comparable, Sendable {
  /// From 1.
  package let line: Int
  /// From 1, in characters (code points).
  package let column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// The beginning of a file, for a fault of the file as a whole.
  package static let start = Position(line: 1, column: 1)

  /// Orders by line, then by column.
  package static func < (left: Position, right: Position) -> Bool {
    (left.line, left.column) < (right.line, right.column)
  }
}
