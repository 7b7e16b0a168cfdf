extension CodeFile {
  /// Why the file as a whole cannot be read.
  package enum HeaderFault: Error, Equatable, CustomStringConvertible {
    /// A column by its place from 1, since its name may be a card.
    case unknownColumn(line: Int, place: Int, name: String, near: String)
    case unknownColumns(line: Int, places: [Int], names: [String])
    case ambiguousColumn(line: Int, name: String)
    case doubledField(line: Int, field: ColumnField)
    /// A column that would be left out by its name may be part of what is sold.
    case omittedColumn(line: Int, place: Int, name: String)
    case noCodeColumn(line: Int)
    case lateHeader(line: Int)
    case likelyHeader(line: Int)
    /// Every other line looks like another, as where a code's PIN stands below it.
    case alternatingLines(line: Int)
    case missingColumn(String)
    /// Each of these may be what separates the numbered columns.
    case severalSeparators([Separator])
    /// The codes seem to be in parts, and no option allows that.
    case inParts(line: Int, column: String?, CodeParts)

    /// Shows nothing secret.
    package var description: String {
      let fields = ColumnField.selectable.map(\.rawValue).joined(separator: ", ")
      return switch self {
      case .unknownColumn(let line, let place, let name, let near):
        "line \(line): expected a column that is known, found \(Self.shown(name)) in column "
          + "\(place), "
          + "much like `\(near)`; say what it is by --column \(place)=FIELD (\(fields)), or pass "
          + "--no-header if the line is a code"
      case .unknownColumns(let line, let places, let names):
        "line \(line): expected columns that are known, found "
          + zip(places, names).map { "\(Self.shown($1)) in column \($0)" }.joined(separator: ", ")
          + "; say what each is, so that no PIN and no last day is lost: "
          + places.map { "--column \($0)=FIELD" }.joined(separator: " ")
          + " (\(fields); `ignore` leaves it out), or pass --no-header if the line is a code"
      case .ambiguousColumn(let line, let name):
        "line \(line): expected a column that means one thing, found `\(name)`; "
          + "say which by --column '\(name)=FIELD' (\(fields))"
      case .doubledField(let line, let field):
        "line \(line): expected one column of \(field.rawValue), found two; "
          + "leave one out by --column NAME=ignore"
      case .omittedColumn(let line, let place, let name):
        "line \(line): expected nothing that is sold in column \(place), found `\(name)` with "
          + "something else on each line; say what it is by --column \(place)=FIELD (\(fields); "
          + "`ignore` leaves it out)"
      case .noCodeColumn(let line):
        "line \(line): expected a column of codes, found none; name it by --column NAME=code"
      case .lateHeader(let line):
        "line \(line): found the header there, with lines above it; delete those lines"
      case .likelyHeader(let line):
        "line \(line): expected a code or a header that is known, found what looks like neither; "
          + "name its columns by --column NAME=code, or pass --no-header if it is a code"
      case .alternatingLines(let line):
        "line \(line): expected lines alike, found every other line in another shape, as where a "
          + "PIN stands below its code; put both on one line, or pass --separator none if each is "
          + "a code"
      case .missingColumn(let name):
        "--column: expected a column of the file, found `\(name)`; check the name in its header"
      case .severalSeparators(let separators):
        "--column: expected one mark between the columns, found "
          + separators.map(\.rawValue).joined(separator: " and ")
          + "; say which by --separator \(separators[0].rawValue)"
      case .inParts(let line, let column, let parts):
        if let column {
          "line \(line), column \(column): expected a code alone, found \(parts); give each part a "
            + "column of its own, or pass --column NAME=code if it is one code"
        } else {
          "line \(line): expected a code alone, found \(parts); begin the file with a line of "
            + "names (\(parts.header)), or pass --separator none if each line is one code"
        }
      }
    }

    /// A cell of what seems to be a header, of which nobody can say that it is no card.
    private static func shown(_ name: String) -> String { "`\(ColumnNames.shown(name))`" }
  }
}
