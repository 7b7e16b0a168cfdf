import Shop
import Testing

@Suite(.timeLimit(.minutes(20)))
struct TypedAddressTests {
  @Test(
    arguments: [
      (" ann@qq.com ", "ann@qq.com"), ("ann@qq.com\n", "ann@qq.com"),
      ("ann@\r\nqq.com", "ann@qq.com"),
      ("ann @ qq . com", "ann@qq.com"), ("ann@qq .com", "ann@qq.com"),
      ("\tann@qq.com", "ann@qq.com"),
      ("\u{3000}ann@qq.com\u{A0}", "ann@qq.com"), ("ａｎｎ＠ｑｑ．ｃｏｍ", "ann@qq.com"),
      ("１２３＠qq.com", "123@qq.com"), ("ann@qq。com", "ann@qq.com"), ("ann﹫qq｡com", "ann@qq.com"),
      ("ann\u{200B}@qq.com", "ann@qq.com"), ("\u{FEFF}ann@qq.com", "ann@qq.com"),
      ("an\u{AD}n@qq.com", "ann@qq.com"), ("\u{202A}ann@qq.com\u{202C}", "ann@qq.com"),
      ("\u{2060}ann@qq.com\u{FE0F}", "ann@qq.com"), ("ann@qq.com\u{3164}", "ann@qq.com"),
      ("mailto:ann@qq.com", "ann@qq.com"), ("MAILTO:ann@qq.com?subject=x", "ann@qq.com"),
      ("Ann Li <ann@qq.com>", "ann@qq.com"), ("<ann@qq.com>", "ann@qq.com"),
      ("\"ann@qq.com\"", "ann@qq.com"), ("“ann@qq.com”", "ann@qq.com"),
      ("'ann@qq.com'", "ann@qq.com"),
      ("ann@qq.com.", "ann@qq.com"), ("ann@qq.com，", "ann@qq.com"), ("邮箱：ann@qq.com", nil),
      ("：ann@qq.com；", "ann@qq.com"), ("(ann@qq.com)", "ann@qq.com"),
      // Every character that may be meant is kept.
      ("o'neil@example.com", "o'neil@example.com"), ("'tis@example.com", "'tis@example.com"),
      ("Ann.Li+cards@Example.com", "Ann.Li+cards@Example.com"),
      ("_a_@example.com", "_a_@example.com"),
      ("{x}@example.com", "{x}@example.com"),
      // Two addresses may be meant, or none.
      ("joe@gmail.com thanks", nil), ("a@firm.co uk", nil), ("ann li@qq.com", nil),
      ("ann@qq.com,bob@qq.com", nil), ("ann@qq.com bob@qq.com", nil),
      ("<ann@qq.com> <bob@qq.com>", nil), ("", nil), ("@", nil), ("   ", nil), ("安@qq.com", nil),
      ("ann@", nil), ("ann", nil), ("ann@qq.com\nRCPT TO:<x@y.zz>", nil),
    ] as [(String, String?)]
  )
  func `mends what cannot be meant otherwise`(typed: String, address: String?) {
    #expect(TypedAddress(typed).address?.text == address)
  }

  @Test(arguments: [
    "ann@qq.com", "ann @ qq.com", "Ann <ann@qq.com>", "邮箱 ann@qq", "' '", "@@", "<>",
  ])
  func `mends once and for all`(typed: String) {
    let once = TypedAddress(typed)
    #expect(TypedAddress(once.text) == once)
  }
}
