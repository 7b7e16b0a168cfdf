import Testing
import cardstock_worker

/// Where a line is cut into columns, what a column's name leaves out, and files that were joined.
@Suite(.timeLimit(.minutes(20)))
struct ColumnsTests {
  private let files = CodeFileTests()

  private func fault(_ text: String) -> String {
    do {
      return try files.described(files.items(Array(text.utf8))).joined(separator: " ")
    } catch {
      return "\(error)"
    }
  }

  @Test(arguments: [
    (
      "Code\tOrder No\nWK3DEG AB12CD\t100\nWK3DEH AB12CE\t101\n",
      ["2|WK3DEG AB12CD", "3|WK3DEH AB12CE"]
    ),
    (
      "Order No\tCode\n1001\t9MAVKR AB12CD\n1002\t9MAVKS AB12CE\n",
      ["2|9MAVKR AB12CD", "3|9MAVKS AB12CE"]
    ),
    ("Card No\tPIN\n6853 1234 5678 9012\t3056\n", ["2|6853 1234 5678 9012|3056"]),
    ("Card Number\tPIN\n6853123\t3056\n", ["2|6853123|3056"]),
    ("Code\tExpiry Date\nAB12\t2027-12-31\n", ["2|AB12|2027-12-31"]),
    ("Serial Number\tCode\tFace Value\nS1\tAB12\t50\n", ["2|AB12|50|#S1"]),
    ("Order No     Code\n1001         9MAVKR AB12CD\n", ["2|9MAVKR AB12CD"]),
    ("Code             Batch No\nAB12 CD34        B1\n", ["2|AB12 CD34"]),
    ("code pin\nAB12 3056\n", ["2|AB12|3056"]), ("code  pin\nAB12 3056\n", ["2|AB12|3056"]),
  ])
  func `is cut where its columns end, and not within a code`(text: String, lines: [String]) throws {
    try files.check(text, lines)
  }

  @Test(arguments: [
    "url,pin\nhttps://e.example/claim/K1,308682\nhttps://e.example/claim/K2,308683\n",
    "URL,PIN,Expiry Date\nhttps://e.example/claim/K1,308682,2027-12-31\n",
    "link,password\nhttps://e.example/a,pw12\nhttps://e.example/b,pw13\n",
    "ID,Password\ntom1,pw12\ntom2,pw13\n", "Name,Password\ntom1,pw12\ntom2,pw13\n",
    "编号,密码,面值\n3544992070741374,AB12,50\n3544992070749981,AB13,50\n",
    "code,pin,link\nAB12,1,https://e.example/K1\nAB13,2,https://e.example/K2\n",
  ])
  func `asks about a column that may be sold before it leaves it out`(text: String) {
    #expect(fault(text).contains("expected nothing that is sold in column "))
  }

  @Test(arguments: [
    ("序号,密码\n1,AB12\n2,AB13\n", ["2|AB12", "3|AB13"]),
    ("日期,密码\n2026-11-28 10:01:02,AB12\n2026-11-28 10:01:09,AB13\n", ["2|AB12", "3|AB13"]),
    ("名称,密码\n月卡,AB12\n月卡,AB13\n", ["2|AB12", "3|AB13"]),
    ("卡密,订单号\nAB12,20261128001\nAB13,20261128007\n", ["2|AB12", "3|AB13"]),
    (
      "code,url\nAB12,https://e.example/redeem\nAB13,https://e.example/redeem\n",
      ["2|AB12", "3|AB13"]
    ),
    (
      "code,url\nAB12,https://e.example/?c=AB12\nAB13,https://e.example/?c=AB13\n",
      ["2|AB12", "3|AB13"]
    ),
    ("卡密,备注\nAB12,购买后30天有效\nAB13,请在24小时内修改密码\nAB14,\n", ["2|AB12", "3|AB13", "4|AB14"]),
  ])
  func `leaves out what says nothing of the card`(text: String, lines: [String]) throws {
    try files.check(text, lines)
  }

  @Test(arguments: [
    "已使用", "已售给张三", "used by Tom 3/4", "Sold to Ann", "密码123456", "PIN: 123456", "pin码：12ab",
    "有效期至2026-12-31", "valid until 2026-12-31", "到期日：2026年12月31日", "expires on 31/12/2026",
  ])
  func `takes no card whose remark says that it is spent, or has its PIN or day`(remark: String)
    throws
  {
    try files.check("code,note\nAB12,\(remark)\nAB13,-\n", ["2!", "3|AB13"])
    var options = CodeFile.Options()
    options.columns = [("note", .ignored)]
    let items = try files.items(Array("code,note\nAB12,\(remark)\n".utf8), options)
    #expect(files.described(items) == ["2|AB12"])
  }

  @Test(arguments: [
    ("code,pin\nK1,11\nK2,12\npin,code\n13,K3\n14,K4\n", ["2|K1|11", "3|K2|12", "4!", "5!", "6!"]),
    ("卡号,卡密\nS1,K1\n卡密,卡号\nK2,S2\n", ["2|K1|#S1", "3!", "4!"]),
    // The same columns under other names, and the same header, are no others.
    ("code,pin\nK1,11\n卡密,密码\nK2,12\n", ["2|K1|11", "3!", "4|K2|12"]),
    ("code,pin\nK1,11\ncode,pin\nK2,12\n", ["2|K1|11", "4|K2|12"]),
  ])
  func `takes nothing behind a header of other columns`(text: String, lines: [String]) throws {
    try files.check(text, lines)
  }

  @Test func `asks about a year that a Buddhist calendar counts`() {
    #expect(fault("code,expires\nK1,2570-12-31\nK2,2099-12-31\n") == "2! 3|K2|2099-12-31")
  }
}
