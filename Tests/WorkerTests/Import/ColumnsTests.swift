import Shop
import Testing
import cardstock_worker

/// Where a line is cut into columns, what a column's name leaves out, and files that were joined.
@Suite(.timeLimit(.minutes(20)))
struct ColumnsTests {
  private let files = CodeFileTests()
  private let today = CivilDate("2026-11-29")

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
    ("code pin\nAB12   3056\n", ["2|AB12|3056"]), ("code pin\nAB12\t3056\n", ["2|AB12|3056"]),
    // Where wide gaps are among single blanks, nobody knows which of them part.
    ("序号   卡号   密码\n       3822 6161   1812\n1      3822   1812\n", ["2!", "3|3822|1812"]),
    ("序号 卡密 密码\n\tAB12 CD34\t1234\n", ["2!"]),
    // Word makes dashes of both kinds of hyphens.
    ("K1-——-9813\nK2——-7722\nK3----1111\n", ["1|K1|9813", "2|K2|7722", "3|K3|1111"]),
  ])
  func `is cut where its columns end, and not within a code`(text: String, lines: [String]) throws {
    try files.check(text, lines)
  }

  @Test(arguments: [
    "url,pin\nhttps://e.example/claim/K1,308682\nhttps://e.example/claim/K2,308683\n",
    "URL,PIN,Expiry Date\nhttps://e.example/claim/K1,308682,2027-12-31\n",
    "link,password\nhttps://e.example/a,pw12\nhttps://e.example/b,pw13\n",
    "ID,Password\ntom1,pw12\ntom2,pw13\n", "Name,Password\ntom1,pw12\ntom2,pw13\n",
    "编号,密码\n100234,AB12\n100871,AB13\n100999,AB14\n",
    "编号,密码,面值\n3544992070741374,AB12,50\n3544992070749981,AB13,50\n",
    "code,pin,link\nAB12,1,https://e.example/K1\nAB13,2,https://e.example/K2\n",
  ])
  func `asks about a column that may be sold before it leaves it out`(text: String) {
    #expect(fault(text).contains("expected nothing that is sold in column "))
  }

  @Test(arguments: [
    ("序号,密码\n1,AB12\n2,AB13\n", ["2|AB12", "3|AB13"]),
    ("日期,密码\n2026-11-28 10:01:02,AB12\n2026-11-28 10:01:09,AB13\n", ["2|AB12", "3|AB13"]),
    ("序号,密码\n1,AB12\n5,AB13\n7,AB14\n", ["2|AB12", "3|AB13", "4|AB14"]),
    ("序号,密码\n1001,AB12\n1002,AB13\n", ["2|AB12", "3|AB13"]),
    ("供应商,密码\n诺思,AB12\n", ["2|AB12"]),
    ("code,url\nAB12,https://e.example/redeem\n", ["2|AB12"]),
    ("名称,卡密\n美区礼品卡 有效期1-3年,AB12\n", ["2|AB12"]),
    ("卡密,备注\nAB12,有效期30-60天\nAB13,无需密码 100元面值\nAB14,已用顺丰寄出\n", ["2|AB12", "3|AB13", "4|AB14"]),
    ("卡密,备注\nAB12,valid 12-24 months\nAB13,PIN: none needed\n", ["2|AB12", "3|AB13"]),
    (
      "code,pin,expires,note\nAB12,7,2027-12-31,有效期至2027-12-31 PIN: see B2\n",
      ["2|AB12|7|2027-12-31"]
    ),
    ("code,status,note\nAB12,new,已使用\n", ["2|AB12"]),
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
    (
      "卡密,备注\nAB12,未使用过\nAB13,没有被使用过\nAB14,是否已使用\nAB15,可激活后使用\n",
      ["2|AB12", "3|AB13", "4|AB14", "5|AB15"]
    ),
    (
      "卡密,备注\nAB12,有效期12-24个月\nAB13,有效期自2026-01-01起\nAB14,需激活 密码1000元\nAB15,密码 2026年\n",
      ["2|AB12", "3|AB13", "4|AB14", "5|AB15"]
    ),
    (
      "code,note\nAB12,can be used in the US\nAB13,never used\nAB14,void where prohibited\n",
      ["2|AB12", "3|AB13", "4|AB14"]
    ),
    (
      "code,note\nAB12,used on Xbox only\nAB13,used? no\nAB14,Game Pass 2026\nAB15,valid 24/7\n"
        + "AB16,valid may vary\n",
      ["2|AB12", "3|AB13", "4|AB14", "5|AB15", "6|AB16"]
    ),
    (
      "卡密,备注\nAB12,余额 50\nAB13,请勿用于代充\nAB14,不能发票\nAB15,年底促销\n",
      ["2|AB12", "3|AB13", "4|AB14", "5|AB15"]
    ),
    (
      "code,note\nAB12,balance 0.50 USD off\nAB13,never expires\nAB14,give to a friend\n",
      ["2|AB12", "3|AB13", "4|AB14"]
    ),
    (
      "卡密,备注\nAB12,如有问题联系客服\nAB13,请勿重复充值\nAB14,如有错误请联系客服\n",
      ["2|AB12", "3|AB13", "4|AB14"]
    ),
    (
      "code,note\nAB12,Left 4 Dead 2\nAB13,Do not use outside the US\nAB14,5 left in stock\n",
      ["2|AB12", "3|AB13", "4|AB14"]
    ),
    ("code,date\nAB12,2026-11-30\n", ["2|AB12"]),
    (
      "code,note\nAB12,used for Xbox One\nAB13,1001 to 1227\nAB14,used on Monday Night games\n",
      ["2|AB12", "3|AB13", "4|AB14"]
    ),
    (
      "卡密,备注\nAB12,12月采购\nAB13,有效12个月\nAB14,密码是随机的\nAB15,密码为空\nAB16,购买后12月内有效\n",
      ["2|AB12", "3|AB13", "4|AB14", "5|AB15", "6|AB16"]
    ),
    (
      "卡密,备注\nAB12,剩5天活动\nAB13,初始余额 0 元起\nAB14,别发错\nAB15,不需要密码 1234\n",
      ["2|AB12", "3|AB13", "4|AB14", "5|AB15"]
    ),
    ("code,note\nAB12,sold by G2A\nAB13,Dead by Daylight\n", ["2|AB12", "3|AB13"]),
    ("code,date\nAB12,2026-11-28\nAB13,2026-11-29 08:00\n", ["2|AB12", "3|AB13"]),
    ("id,code\n2027,AB12\n2028,AB13\n", ["2|AB12", "3|AB13"]),
    ("卡密,备注\nAB12,购买后30天有效\nAB13,请在24小时内修改密码\nAB14,\n", ["2|AB12", "3|AB13", "4|AB14"]),
  ])
  func `leaves out what says nothing of the card`(text: String, lines: [String]) throws {
    var options = CodeFile.Options()
    options.today = today
    try files.check(text, lines, options)
  }

  @Test(arguments: [
    "已使用", "已售给张三", "used by Tom 3/4", "Sold to Ann", "密码123456", "PIN: 123456", "pin码：12ab",
    "有效期至2026-12-31", "valid until 2026-12-31", "到期日：2026年12月31日", "expires on 31/12/2026",
    "已被使用", "用过了", "已经用掉了", "已被他人领取", "被激活", "已兑换，请勿再发", "卖了", "死卡", "已发货 3/4",
    "already used", "code has been redeemed", "USED!", "used? yes", "sold 3/4", "refunded to us",
    "void", "taken", "this one was used by mistake", "密码是123456", "密码 ab12cd", "密码：qwerty",
    "PIN is 1234", "pin#1234", "security code: 123", "pass: a1b2", "exp 12/27", "EXP 12-2027",
    "exp: 2027/12", "valid thru 12/27", "expires 27/12", "有效期至2027年", "有效期到12月31日", "2027年底前使用",
    "2027-12-31前有效", "2027-12-31 到期", "use by Dec 2027", "expires 31 Dec", "until 20271231",
    "2026-01-01 - 2027-12-31", "自2026-01-01至2027-12-31", "valid from 2026-01-01 to 2027-12-31",
    "Dec 31, 2027 (exp)", "before end of 2027", "2027-12-31", "31/12/2027", "2026-12-01 00:00",
    "密码:AB12", "密码:abc12", "password: hunter22", "pwd: Qwer1", "CVV 123", "密码 123", "有效期至2027.12",
    "有效期:2027-12", "已用完", "已核销。", "已兑换成功", "redeemed 2026-11-02", "USED!!", "已作废 2026",
    "不要发", "勿发！", "别卖", "重复", "余额为0", "余额 0", "balance 0", "do not sell", "don't use", "送人了",
    "给小王了",
    "剩余20", "only 20 left", "cashed in", "given to Ann", "empty", "有效到年底", "明年到期", "PIN-1234",
    "pw ab12", "p:1234", "后四位1234", "校验码 123", "卖掉。", "expires 31-Dec-27",
    "valid until 31st December",
    "last day: 2027-12-31", "ends 2027-12-31", "2026.01.01-2027.12.31", "保质期2027-12-31", "exp12/27",
    "expdate 12/27", "MHD 31.12.2027", "31 Dec 2027", "31-Dec-2027", "2027年12月", "2027-12-31 10:00",
    "PIN (1234)", "PIN[1234]", "密码（1234）", "密码:[1234]", "PIN – 1234", "PIN_1234", "PIN is: 1234",
    "密码就是1234", "没改密码1234", "可能已用", "无,已用", "如图已用", "已充到账号", "已绑", "兑换成功", "余额 0.00",
    "余额不足", "过期", "not for sale", "reserved for Ann", "balance $0", "no: used", "don’t sell",
    "used for order 551", "used on my account", "used Monday", "密码是苹果", "已发客户", "已卖闲鱼", "有效期到12月",
    "有效期 271231", "EXP:1227", "gültig bis 12.2027",
    "from G2A exp 12/31/2027", "自营 有效期:2027-12-31", "从淘宝买 到期日:2027-12-31",
  ])
  func `takes no card whose remark says that it is spent, or has its PIN or day`(remark: String)
    throws
  {
    let remark = remark.contains(",") ? "\"\(remark)\"" : remark
    var options = CodeFile.Options()
    options.today = today
    try files.check("code,note\nAB12,\(remark)\nAB13,-\n", ["2!", "3|AB13"], options)
    options.columns = [("note", .ignored)]
    let items = try files.items(Array("code,note\nAB12,\(remark)\n".utf8), options)
    #expect(files.described(items) == ["2|AB12"])
  }

  @Test(arguments: [
    ("卡密,备注\nAB12,客户已拿\nAB13,\n", ["2!", "3|AB13"]),
    ("code,order no\nAB12,-\nAB13,551\nAB14,N/A\n", ["2|AB12", "3!", "4|AB14"]),
    (
      "code,note\nAB12,\nAB13,Ann\nAB14,\nAB15,Bob\nAB16,\n",
      ["2|AB12", "3!", "4|AB14", "5!", "6|AB16"]
    ),
    ("code,note\nAB12,lot 1\nAB13,lot 1\nAB14,\n", ["2|AB12", "3|AB13", "4|AB14"]),
  ])
  func `takes no card beside which alone something is written`(text: String, lines: [String]) throws
  {
    try files.check(text, lines)
    var options = CodeFile.Options()
    options.columns = [
      (text.contains("order") ? "order no" : text.contains("备注") ? "备注" : "note", .ignored)
    ]
    let items = try files.items(Array(text.utf8), options)
    #expect(!files.described(items).contains { $0.hasSuffix("!") })
  }

  @Test(arguments: [
    ("code,pin\nK1,11\nK2,12\npin,code\n13,K3\n14,K4\n", ["2|K1|11", "3|K2|12", "4!", "5!", "6!"]),
    ("卡号,卡密\nS1,K1\n卡密,卡号\nK2,S2\n", ["2|K1|#S1", "3!", "4!"]),
    (
      "卡号,密码,备注\nS1,K1,a\n密码,卡号,备注2\nK2,S2,b\n", ["2|S1|K1", "3!", "4!"]
    ),
    // The same columns under other names, and the same header, are no others.
    ("code,pin\nK1,11\n卡密,密码\nK2,12\n", ["2|K1|11", "3!", "4|K2|12"]),
    ("code,pin\nK1,11\ncode,pin\nK2,12\n", ["2|K1|11", "4|K2|12"]),
  ])
  func `takes nothing behind a header of other columns`(text: String, lines: [String]) throws {
    try files.check(text, lines)
  }

  @Test(arguments: [
    "账号: zs0 密码: a1b20", "邮箱：zs0@x.cn 密码：a1b20", "Username: zs0 Password: a1b20",
    "zs0@x.cn----a1b20----r@x.cn", "zs0@x.cn:a1b20", "zs0@x.cn a1b20",
    "zs0@x.cn SecretPass", "zs0@x.cn : pass1", "zs0@x.cn pass1 r1@x.cn rp1",
  ])
  func `takes an account with its password`(account: String) throws {
    try files.check("\(account)\n", ["1|\(account)"])
  }

  @Test func `takes no mail address alone among codes`() throws {
    try files.check("AB12\nXK-99-QQ\nhelp@x.cn\n", ["1|AB12", "2|XK-99-QQ", "3!"])
    try files.check("a@x.cn\nb@x.cn\n", ["1|a@x.cn", "2|b@x.cn"])
  }

  @Test(arguments: [
    "service@supplier.com 有问题请联系", "sales@supplier.com: contact us for refunds",
    "help@supplier.com for help", "help@supplier.com thanks", "a@x.cn or b@x.cn",
  ])
  func `takes no supplier's address with a sentence for an account`(line: String) throws {
    let codes = "ABCD-EFGH-JK23\nABCD-EFGH-JK24\nABCD-EFGH-JK25\n"
    try files.check(codes + line, (1...3).map { "\($0)|ABCD-EFGH-JK2\($0 + 2)" } + ["4!"])
    try files.check(
      "code,note\nABCD-EFGH-JK23,x\nABCD-EFGH-JK24,x\n\(line),x\n",
      ["2|ABCD-EFGH-JK23", "3|ABCD-EFGH-JK24", "4!"]
    )
  }

  @Test func `asks about a year that a Buddhist calendar counts`() {
    #expect(fault("code,expires\nK1,2570-12-31\nK2,2099-12-31\n") == "2! 3|K2|2099-12-31")
  }
}
