import Shop
import Testing
import cardstock_worker

/// Codes that may be followed by their PIN, and cells that a spreadsheet damaged.
@Suite(.timeLimit(.minutes(20)))
struct CodePartsTests {
  private let files = CodeFileTests()

  @Test(
    arguments: [
      ("ABCD1234~5678\nEFGH1234~9012\n", "2 parts with `~`"), ("A1B2C3～77\nD4E5F6～88", "`~`"),
      ("ABCD1234 5678\nEFGH1234 9012\n", "2 parts with a blank"), ("ABCD1234 5678\n", "code pin"),
      ("7 A1\n12 B1\n", "a blank"), ("ABCD1234\u{3000}5678\n", "a blank"),
      ("A1B2C3/77\nD4E5F6 / 88\nG7H8I9/99", "code/pin"), ("A1B2C3 - 77\nD4E5F6 - 88", "3 parts"),
      ("A1B2C3\\77\nD4E5F6\\88", "`\\`"), ("A1B2C3=77\nD4E5F6=88", "`=`"),
      ("A1B2C3@77\nD4E5F6@88", "`@`"), ("A1B2C3(77)\nD4E5F6(88)", "`(`"),
      ("A1B2C3、77\nD4E5F6、88", "`、`"), ("A1B2C3密码77\nD4E5F6密码88", "`密码`"),
      ("A1B2C3 PIN: 77\nD4E5F6 PIN: 88", "as a code and its PIN"), ("A1+7\nB1+8\nC1", "`+`"),
      // A sign twice, which is in no code, and names of PINs.
      ("A1B2C3::77\nD4E5F6：：88", "`::`"), ("A1B2C3//77\nD4E5F6//88", "`//`"),
      ("A1B2C3##77\nD4E5F6##88", "`##`"), ("A1B2C3~~77\nD4E5F6~~88", "`~~`"),
      ("A1B2C3@@77\nD4E5F6@@88", "`@@`"), ("A1B2C3==77\nD4E5F6==88", "`==`"),
      ("A1B2C3**77\nD4E5F6**88", "`**`"), ("AB12__CD34\nEF56__GH78", "`__`"),
      ("A1B2C3\\\\77\nD4E5F6\\\\88", "`\\\\`"), ("A1B2C3&&77\nD4E5F6&&88", "`&&`"),
      ("A1B2C3::::77\nD4E5F6::88", "`::`"), ("A1B2C3 // 77\nD4E5F6 // 88", "`//`"),
      ("A1B2C3..77\nD4E5F6..88", "`..`"), ("A1B2C3$$77\nD4E5F6$$88", "`$$`"),
      ("A1B2C3pw77\nD4E5F6pw88", "`pw`"), ("A1B2C3 pw 77\nD4E5F6 pw 88", "as a code and its PIN"),
      ("A1B2C3提取码77\nD4E5F6提取码88", "`提取码`"), ("A1B2C3CVV77\nD4E5F6CVV88", "`cvv`"),
      ("卡密\nA1B2C3::77\nD4E5F6::88", "line 2: expected a code alone"),
      // Parts of equal length that are not groups, since each has its own alphabet or is long.
      ("ABCD 1234\nEFGH 5678\n", "a blank"), ("12345678 87654321\n23456789 98765432", "a blank"),
      ("1234 5678 9012 3456 789\n2345 6789 0123 4567 890\n", "5 parts"),
      // Below a header without a column of PINs.
      ("卡密\nABCD1234 5678\nEFGH1234 9012\n", "line 2: expected a code alone"),
      ("code,expires\nA1B2C3~77,2027-12-31\nD4E5F6~88,2027-12-31\n", "column `code`"),
      ("code,expires\nA1B2C3~77,2027-12-31\n", "--column NAME=code"),
    ]
  )
  func `guesses at no code that may have its PIN behind it`(text: String, found: String) {
    do {
      let items = try files.items(Array(text.utf8))
      Issue.record("\(files.described(items))")
    } catch let fault as CodeFile.HeaderFault {
      #expect("\(fault)".contains(found), "\(fault)")
      #expect(!["A1B2C3", "1234", "77"].contains { "\(fault)".contains($0) }, "\(fault)")
    } catch {
      Issue.record(error)
    }
  }

  @Test(arguments: [
    // Groups of printed codes.
    ("ABCD EFGH IJKL\nMNOP QRST UVWX\n", ["1|ABCD EFGH IJKL", "2|MNOP QRST UVWX"]),
    ("1234 5678 9012 3456\n", ["1|1234 5678 9012 3456"]), ("AB12 CD34\n", ["1|AB12 CD34"]),
    ("A1B2 C3D4\nE5F6G7H8\n", ["1|A1B2 C3D4", "2|E5F6G7H8"]),
    ("AB12_CD34\nEF56.GH78\n", ["1|AB12_CD34", "2|EF56.GH78"]),
    ("ABCD-EFGHIJ-1234\nKLMN-OPQRST-5\n", ["1|ABCD-EFGHIJ-1234", "2|KLMN-OPQRST-5"]),
    // A few codes have the mark by chance; a blank is never chance.
    ("a1/b+c\nd1e2\nf3g4\n", ["1|a1/b+c", "2|d1e2", "3|f3g4"]),
    ("A1B2C3 77\nD4E5F6\nG7H8I9\nJ1K2~88\n", ["1!", "2|D4E5F6", "3|G7H8I9", "4!"]),
    // The same sign twice in one line is no chance either, unless signs are usual there.
    ("A1B2\nC3D4::77\nE5F6\n", ["1|A1B2", "2!", "3|E5F6"]),
    ("A1B2\nC3D4##77\nE5F6==\n", ["1|A1B2", "2!", "3|E5F6=="]),
    ("aB+1\nc/D2\ne//3\n", ["1|aB+1", "2|c/D2", "3|e//3"]),
    ("QUJDRA==\nRUZHSA==\n", ["1|QUJDRA==", "2|RUZHSA=="]),
    ("https://x.cn/a//b\nhttps://x.cn/c//d\n", ["1|https://x.cn/a//b", "2|https://x.cn/c//d"]),
    ("PINE-1\nPINE-2\n", ["1|PINE-1", "2|PINE-2"]),
    // Accounts, which are sold whole, and columns.
    ("me@x.cn pa55\nyou@x.cn pa66\n", ["1|me@x.cn pa55", "2|you@x.cn pa66"]),
    ("me@x.cn:p~1\nyou@x.cn:q~2\n", ["1|me@x.cn:p~1", "2|you@x.cn:q~2"]),
    ("code pin\nA1B2C3 77\n", ["2|A1B2C3|77"]), ("code~pin\nA1B2C3~77\n", ["2|A1B2C3|77"]),
    ("卡号/密码\nA1B2C3/77\n", ["2|A1B2C3|77"]), ("code:pin\nA1B2C3:77\n", ["2|A1B2C3|77"]),
    ("code,pin\nA1 B22 C3,77\nD4 E55,88\n", ["2|A1 B22 C3|77", "3|D4 E55|88"]),
  ])
  func `takes groups, accounts and columns as they are`(text: String, expected: [String]) throws {
    try files.check(text, expected)
  }

  @Test func `lets a person say that a line in parts is one code`() throws {
    var options = CodeFile.Options()
    options.separator = Separator.none
    try files.check("A1B2C3~77\nD4E5F6 88\n", ["1|A1B2C3~77", "2|D4E5F6 88"], options)
    try files.check("卡密\nA1B2C3 77\n", ["2|A1B2C3 77"], options)
    options = CodeFile.Options()
    options.columns = [("code", .code)]
    try files.check("code,cost\nA1B2C3~77,1\n", ["2|A1B2C3~77|1"], options)
    options.columns = [("1", .code)]
    try files.check("https://x.cn/a~b\n", ["1|https://x.cn/a~b"], options)
    options.columns = [("1", .code), ("2", .pin)]
    try files.check("A1B2C3~77\n", ["1|A1B2C3|77"], options)
    options = CodeFile.Options()
    for (separator, line) in [("tilde", "A1B2C3~77"), ("/", "A1B2C3/77"), ("slash", "A1B2C3／77")] {
      options.separator = Separator(separator)
      try files.check(line, ["1|A1B2C3|77"], options)
    }
  }

  @Test(arguments: [
    ("serial,pin\nA1,1.2E+5", "expected a PIN in column `pin`, found 1.2E+5"),
    ("serial,pin\n1,23E+10,7", "expected 2 cells, found 3"),
    ("serial;pin\n1,23E+10;7", "expected a code in column `serial`, found 1,23E+10"),
    ("serial,pin\n6.22202000001E+18,7", "found 6.22…E+18, a number that a spreadsheet shortened"),
    ("卡号,密码\nA1,3月5日", "expected a PIN in column `密码`, found a date"),
    ("卡号,密码\nA1,2027-12-31", "expected a PIN in column `密码`, found a date"),
    ("code\n########", "expected a code in column `code`, found ####"),
    ("code,pin\nA1,#REF!", "expected a PIN in column `pin`, found #REF!"),
    ("code\n#N/A", "expected a code in column `code`, found #N/A"),
    ("code,pin\nA1,#NV", "found #NV"), ("code,pin\nA1,#N/D", "found #N/D"),
    ("code,pin\nA1,#¡REF!", "found #¡REF!"), ("code,pin\nA1,#ССЫЛКА!", "found #ССЫЛКА!"),
    ("code,pin\nA1,#值!", "found #值!"), ("code,pin\nA1,Err:502", "found Err:502"),
    ("code,pin\nA1,undefined", "found undefined"), ("code,pin\nA1,NaN", "found NaN"),
    ("code\nA1\u{FFFD}B2", "a character that was lost"), ("code\n#NV", "found #NV"),
    ("code,pin\nA1,#N/A", "found #N/A"), ("code,expires\nA1,#N/A", "found #N/A"),
    ("code\ntrue", "found TRUE, as a spreadsheet says yes and no"),
    ("code,pin\nA1,FALSE", "expected a PIN in column `pin`, found FALSE"),
    ("code,cost\nA1,1.2E+5", "expected `cost` as a decimal such as 48.50, found 1.2E+5"),
    ("code,cost\nA1,#VALUE!", "expected `cost` as a decimal such as 48.50, found #VALUE!"),
    ("code,cost\nA1,########", "48.50, found ####, as a spreadsheet shows what a column is"),
    (
      "code,face_value\nA1,2027-12-31",
      "expected `face_value` as a decimal such as 48.50, found a da"
    ),
    ("code,expires\nA1,########", "expected `expires` as a day such as 2027-12-31, found ####"),
    ("code,expires\nA1,4.8E+04", "expected `expires` as a day such as 2027-12-31, found 4.8E+04"),
    ("code,expires\nA1,#REF!", "expected `expires` as a day such as 2027-12-31, found #REF!"),
    ("code,status\nA1,#REF!", "expected `status`, found #REF!"),
    ("code,pin\nA1,\"=B1&\"\"x\"\"\"", "expected a PIN in column `pin`, found a formula"),
    ("code,pin\nA1,***", "expected a PIN in column `pin` as a whole, found one of which a part"),
    ("A1----1-Mar-2027x\nB1----1.2E+5", "expected a PIN in column 2, found 1.2E+5"),
  ])
  func `names what a spreadsheet made, and where`(text: String, sentence: String) throws {
    let refusals = try files.items(Array(text.utf8)).compactMap { item -> String? in
      if case .refused(_, let refusal) = item { refusal.reason } else { nil }
    }
    #expect(refusals.contains { $0.contains(sentence) }, "\(refusals)")
  }
}
