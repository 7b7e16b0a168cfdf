import Text

/// Rows under a heading, aligned for a fixed-width terminal.
package struct Table {
  private var rows: [[String]]
  /// The indices of columns of figures, which are aligned to the right.
  private let figures: Set<Int>

  package init(_ heading: [String], figures: Set<Int> = []) {
    rows = [heading]
    self.figures = figures
  }

  /// Adds a row with a cell for each column of the heading.
  package mutating func add(_ row: [String]) {
    rows.append(row)
  }

  /// Whether there are no rows below the heading.
  package var isEmpty: Bool { rows.count == 1 }

  /// The lines, without spaces at their ends.
  package var lines: [String] {
    let columns = rows[0].count
    let widths = (0..<columns).map { column in
      rows.map { Self.width($0[column]) }.max() ?? 0
    }
    return rows.map { row in
      let cells = row.enumerated().map { column, cell in
        let space = String(repeating: " ", count: widths[column] - Self.width(cell))
        return figures.contains(column) ? space + cell : cell + space
      }
      let line = cells.joined(separator: "  ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }
  }

  /// How many cells a terminal gives a text: two for each Chinese character.
  static func width(_ text: String) -> Int {
    text.unicodeScalars.reduce(0) { $0 + $1.columns }
  }
}
