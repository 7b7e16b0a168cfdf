import Foundation
import GRDB
import Shop

extension Row {
  /// Reads a value that the domain accepts only when it is valid; the file is not trusted to hold
  /// one.
  func parsed<Value>(_ column: String, as parse: (String) -> Value?) throws -> Value {
    guard let value = parse(self[column]) else {
      throw StoreError.failed("\(column): a value that this program does not know")
    }
    return value
  }

  /// Reads such a value from a column that may be NULL.
  func parsedIfPresent<Value>(_ column: String, as parse: (String) -> Value?) throws -> Value? {
    guard (self[column] as String?) != nil else { return nil }
    return try parsed(column, as: parse)
  }

  /// Reads two columns as an amount of money.
  func money(_ minorUnits: String, _ currency: String) throws -> Money {
    Money(minorUnits: self[minorUnits], currency: try parsed(currency, as: Currency.init))
  }

  func timestamp(_ column: String) -> Timestamp { Timestamp(milliseconds: self[column]) }
}

extension [UInt8] {
  /// The bytes as SQLite takes a blob.
  var blob: Data { Data(self) }
}

/// Statements, compiled once and cached by their text.
extension Database {
  /// Runs a statement that returns nothing; returns how many rows it changed.
  @discardableResult
  func change(_ sql: String, _ arguments: StatementArguments = []) throws -> Int {
    let statement = try cachedStatement(sql: sql)
    try statement.execute(arguments: arguments)
    return changesCount
  }

  /// The first row, if there is one.
  func first(_ sql: String, _ arguments: StatementArguments = []) throws -> Row? {
    try Row.fetchOne(try cachedStatement(sql: sql), arguments: arguments)
  }

  /// All rows; the statement must limit them.
  func all(_ sql: String, _ arguments: StatementArguments = []) throws -> [Row] {
    try Row.fetchAll(try cachedStatement(sql: sql), arguments: arguments)
  }

  /// A page of a list, highest `id` first, and how many rows match the conditions in all.
  ///
  /// `conditions` name the arguments as `:name`.
  func page<Value: Sendable>(
    _ columns: String,
    from tables: String,
    where conditions: String,
    by id: String,
    _ arguments: [String: (any DatabaseValueConvertible)?],
    after: Int64?,
    limit: Int,
    _ read: (Row) throws -> Value
  ) throws -> ListPage<Value> {
    var paged = arguments
    paged["after"] = .some(after)
    // One more row shows whether there is another page.
    paged["rows"] = .some(limit + 1)
    let rows = try all(
      """
      SELECT \(columns), \(id) AS listID FROM \(tables) WHERE \(conditions)
        AND (\(id) < :after OR :after IS NULL)
      ORDER BY \(id) DESC LIMIT :rows
      """,
      StatementArguments(paged)
    )
    let shown = rows.prefix(limit)
    let total = try first(
      "SELECT COUNT(*) FROM \(tables) WHERE \(conditions)",
      StatementArguments(arguments)
    )
    return ListPage(
      rows: try shown.map(read),
      total: total?[0] ?? shown.count,
      next: rows.count > limit ? shown.last?["listID"] : nil
    )
  }

  /// The first column of all rows, as integers.
  func integers(_ sql: String, _ arguments: StatementArguments = []) throws -> [Int64] {
    try Int64.fetchAll(try cachedStatement(sql: sql), arguments: arguments)
  }
}
