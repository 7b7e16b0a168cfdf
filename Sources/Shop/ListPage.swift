/// One page of a list, newest first, and how many rows there are on all of them.
package struct ListPage<Row: Sendable>: RandomAccessCollection, Sendable {
  /// Newest first.
  package let rows: [Row]
  /// The number of rows on all pages together.
  package let total: Int
  /// The row after which the next page begins; nil on the last one.
  package let next: Int64?

  package init(rows: [Row], total: Int, next: Int64?) {
    self.rows = rows
    self.total = total
    self.next = next
  }

  /// The first place of this page.
  package var startIndex: Int { rows.startIndex }
  /// The place behind the last row of this page.
  package var endIndex: Int { rows.endIndex }
  /// The row at that place of this page.
  package subscript(position: Int) -> Row { rows[position] }
}
