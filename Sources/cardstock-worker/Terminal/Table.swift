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
    text.unicodeScalars.reduce(0) { width, scalar in
      switch scalar.value {
      case 0x300...0x36F, 0x200B...0x200F, 0xFE00...0xFE0F: width
      case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
        0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1FAFF, 0x20000...0x3FFFD:
        width + 2
      default: width + 1
      }
    }
  }
}
