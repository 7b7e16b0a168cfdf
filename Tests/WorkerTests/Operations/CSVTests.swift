import Testing

@testable import Worker

@Suite(.timeLimit(.minutes(20))) struct CSVTests {
  @Test(arguments: [
    ("=1+1", "'=1+1"), ("@SUM(A1)", "'@SUM(A1)"), ("-2+3", "'-2+3"), ("+8613800", "'+8613800"),
    ("\t=1", "'\t=1"), ("＝1", "'＝1"), ("-48.50", "-48.50"), ("48.50", "48.50"),
    ("a,b", "\"a,b\""), ("say \"hi\"", "\"say \"\"hi\"\"\""), ("=A1,B1", "\"'=A1,B1\""),
  ])
  func `no cell is a formula, and every cell stays one`(text: String, cell: String) {
    #expect(CSV.cell(text) == cell)
  }
}
