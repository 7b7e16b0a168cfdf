/// A table in one of Alipay's files: remarks begin with `#`, columns are found by their names.
///
/// Nothing is quoted in these files, so that a comma or the end of a line in a name moves all that
/// follows. Rows are put back into their columns by what the columns must hold.
struct AlipaySheet {
  /// One line of the file that could be read, or not.
  enum Row {
    case read(AlipayRow)
    /// Fits no columns; what stands in its first field.
    case unread(String)
  }

  let rows: [Row]

  /// Names that people write, which may have commas: the most likely first.
  private static let free = ["商品名称", "备注", "对方账户", "对方账号", "门店名称", "券名称", "操作员"]
  /// More commas than a name has; and lines that one row is spread over.
  private static let mostCommas = 64
  private static let mostLines = 8

  /// Reads the first table that has these columns; no rows where there is none.
  ///
  /// `fits` tells whether a row is as it must be.
  init(_ text: String, having names: [String], fits: (AlipayRow) -> Bool) {
    let lines = text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }.map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    }
    let head = lines.firstIndex { line in
      let found = Set(line.map(AlipayRow.plain))
      return names.allSatisfy(found.contains)
    }
    guard let head else {
      rows = []
      return
    }
    let titles = lines[head].map(AlipayRow.plain)
    let columns = Dictionary(titles.enumerated().map { ($1, $0) }) { first, _ in first }
    let free = Self.free.compactMap { columns[$0] }
    let rest = Array(lines[(head + 1)...])
    var rows: [Row] = []
    var place = 0
    while place < rest.count {
      // A lone field is a remark below the table.
      guard rest[place].count > 1 else {
        place += 1
        continue
      }
      var fields = rest[place]
      var used = 1
      var found = Self.row(fields, columns, titles.count, free, fits)
      while found == nil, used < Self.mostLines, place + used < rest.count,
        // A line that is a row by itself is no part of another.
        Self.row(rest[place + used], columns, titles.count, free, fits) == nil
      {
        fields = Self.joined(fields, rest[place + used])
        used += 1
        found = Self.row(fields, columns, titles.count, free, fits)
      }
      rows.append(found.map { .read($0) } ?? .unread(AlipayRow.plain(rest[place][0])))
      place += found == nil ? 1 : used
    }
    self.rows = rows
  }

  private static func joined(_ first: [String], _ second: [String]) -> [String] {
    guard let last = first.last, let next = second.first else { return first + second }
    return first.dropLast() + ["\(last) \(next)"] + second.dropFirst()
  }

  /// The row with its surplus commas given to one name, or to two.
  private static func row(
    _ fields: [String],
    _ columns: [String: Int],
    _ width: Int,
    _ free: [Int],
    _ fits: (AlipayRow) -> Bool
  ) -> AlipayRow? {
    let surplus = fields.count - width
    // The last columns may be left out where they are empty.
    if surplus <= 0 {
      let row = AlipayRow(fields: fields, columns: columns)
      return fits(row) ? row : nil
    }
    guard surplus <= mostCommas else { return nil }
    for column in free {
      for other in free {
        for count in (0...surplus).reversed() where other != column || count == surplus {
          let parts = [column: count].merging([other: surplus - count]) { first, _ in first }
          let row = AlipayRow(fields: gathered(fields, parts), columns: columns)
          if fits(row) { return row }
        }
      }
    }
    return nil
  }

  /// Fields in which each of these columns takes that many more than its own.
  private static func gathered(_ fields: [String], _ parts: [Int: Int]) -> [String] {
    var gathered: [String] = []
    var place = 0
    while place < fields.count {
      let end = min(place + (parts[gathered.count] ?? 0), fields.count - 1)
      gathered.append(fields[place...end].joined(separator: ","))
      place = end + 1
    }
    return gathered
  }
}

/// One row, by the names of its columns.
struct AlipayRow {
  fileprivate let fields: [String]
  fileprivate let columns: [String: Int]

  /// What stands in a column, without spaces, tabs and quotes around it; nil where it is missing.
  subscript(_ name: String) -> String? {
    columns[name].flatMap { fields.indices.contains($0) ? Self.plain(fields[$0]) : nil }
  }

  /// Long numbers end with a tab, so that spreadsheets keep them as text.
  fileprivate static func plain(_ text: String) -> String {
    let isAround = { (character: Character) in " \t\"\u{feff}".contains(character) }
    return String(
      text.drop(while: isAround).reversed().drop(while: isAround).reversed()
    )
  }
}
