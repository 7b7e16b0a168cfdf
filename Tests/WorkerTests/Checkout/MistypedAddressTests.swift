import Shop
import Testing

@testable import Worker

@Suite(.timeLimit(.minutes(20)))
struct MistypedAddressTests {
  @Test(
    arguments: [
      ("ann@gmial.com", "ann@gmail.com"), ("ann@gmai.com", "ann@gmail.com"),
      ("ann@gmaill.com", "ann@gmail.com"), ("ann@gmail.con", "ann@gmail.com"),
      ("ann@gmail.cmo", "ann@gmail.com"), ("ann@gmail.cm", "ann@gmail.com"),
      ("ann@gmail.co", "ann@gmail.com"), ("ann@gnail.con", "ann@gmail.com"),
      ("ann@qq.con", "ann@qq.com"), ("ann@qq.cm", "ann@qq.com"), ("ann@qqq.com", "ann@qq.com"),
      ("ann@qq.cpm", "ann@qq.com"), ("ann@aq.com", "ann@qq.com"), ("ann@qq", "ann@qq.com"),
      ("ann@136.com", "ann@163.com"), ("ann@162.com", "ann@163.com"),
      ("ann@216.com", "ann@126.com"),
      ("ann@163.cmo", "ann@163.com"), ("ann@foxmial.com", "ann@foxmail.com"),
      ("ann@fxomail.con", "ann@foxmail.com"), ("ann@outlok.com", "ann@outlook.com"),
      ("ann@hotmial.com", "ann@hotmail.com"), ("ann@iclould.com", "ann@icloud.com"),
      ("ann@sina.con", "ann@sina.com"), ("ann@sina.comm", "ann@sina.com"),
      ("ann@GMIAL.COM", "ann@gmail.com"), ("ann@www.qq.com", "ann@qq.com"),
      ("ann@qq.com.com", "ann@qq.com"), ("ann@company.con", "ann@company.com"),
      ("ann@company.cmo", "ann@company.com"), ("ann@company.com.cnn", "ann@company.com.cn"),
      ("ann@yahoo.co", "ann@yahoo.com"), ("ann@hotmail.co", "ann@hotmail.com"),
      ("ann@yeah.nte", "ann@yeah.net"), ("ann@vip.qq.con", "ann@vip.qq.com"),
      ("annqq.com", "ann@qq.com"), ("ann.163.com", "ann@163.com"),
      ("ann#gmail.com", "ann@gmail.com"),
      ("ann@gmailcom", "ann@gmail.com"), ("ann@@qq.com", nil), ("annvip.qq.com", "ann@vip.qq.com"),
      // Correct addresses.
      ("ann@qq.com", nil), ("ann@163.com", nil), ("ann@126.com", nil), ("ann@QQ.com", nil),
      ("ann@ymail.com", nil), ("ann@mail.com", nil), ("ann@example.com", nil),
      ("ann@company.co", nil), ("ann@company.cn", nil), ("ann@163.net", nil), ("ann@139.com", nil),
      ("ann@company.io", nil), ("ann@outlook.de", nil), ("ann@googlemail.com", nil),
      ("ann@sina.cn", nil), ("ann@live.cn", nil), ("ann@student.edu.cn", nil),
      ("qq.com", nil), ("", nil), ("@", nil), ("ann", nil), ("ann@", nil),
    ] as [(String, String?)]
  )
  func `asks about a domain that is a slip away from a common one`(typed: String, meant: String?) {
    #expect(MistypedAddress.meant(by: TypedAddress(typed))?.text == meant)
  }
}
