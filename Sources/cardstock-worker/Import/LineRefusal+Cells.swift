import Worker

/// Lines whose cells cannot be told apart.
extension LineRefusal {
  static let severalCells = LineRefusal(
    "expected one code, found several cells; begin the file with a line of column names, say what "
      + "they are by --column 1=code --column 2=pin, or pass --separator none",
    kind: "expected one code, found several cells"
  )

  static let unevenGaps = LineRefusal(
    "expected single blanks between the cells, found wide ones too, so that a code may hold one; "
      + "put tabs or commas between the cells, or pass --separator gaps where wide ones alone part "
      + "them"
  )

  static func behind(_ line: Int) -> LineRefusal {
    LineRefusal(
      "expected the columns of the first header, found others from line \(line) on; make a file of "
        + "its own of what stands there",
      kind: "expected the columns of the first header, found others"
    )
  }
}
