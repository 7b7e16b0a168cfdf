/// One page of a list, newest first, and how many rows there are on all of them.
package struct ListPage<Row: Sendable>: RandomAccessCollection, Sendable {
  package let rows: [Row]
  /// Of all pages together.
  package let total: Int
  /// The row after which the next page begins; nil on the last one.
  package let next: Int64?

  package init(rows: [Row], total: Int, next: Int64?) {
    self.rows = rows
    self.total = total
    self.next = next
  }

  package var startIndex: Int { rows.startIndex }
  package var endIndex: Int { rows.endIndex }
  package subscript(position: Int) -> Row { rows[position] }
}
