import Shop

/// The fixed texts of a letter in one language.
struct LetterWords {
  let greeting: String
  let faceValue: String
  let quantity: String
  let total: String
  let place: String
  let order: String
  let code: String
  let pin: String
  let number: String
  let validUntil: String
  let howToRedeem: String
  let orderPage: String
  let keepSecret: String
  let support: String
  let supportWithoutCodes: String
  let refunded: String
  let refundedInAll: String
  let automatic: String

  static func of(_ language: Language) -> LetterWords {
    switch language {
    case .chinese: chinese
    case .english: english
    }
  }

  private static let chinese = LetterWords(
    greeting: "您好：",
    faceValue: "面值",
    quantity: "数量",
    total: "已付金额",
    place: "排队位置",
    order: "订单号",
    code: "卡密",
    pin: "密码",
    number: "卡号",
    validUntil: "有效期至",
    howToRedeem: "使用说明",
    orderPage: "查看订单",
    keepSecret: "卡密等同现金，请妥善保管，不要发给任何人。",
    support: "卡密无法使用，或有其他疑问？请附上订单号写信给我们：",
    supportWithoutCodes: "有疑问？请附上订单号写信给我们：",
    refunded: "退款金额",
    refundedInAll: "累计退款",
    automatic: "本邮件由系统自动发出。"
  )

  private static let english = LetterWords(
    greeting: "Hello,",
    faceValue: "Face value",
    quantity: "Quantity",
    total: "Paid",
    place: "Place in line",
    order: "Order",
    code: "Code",
    pin: "PIN",
    number: "Card number",
    validUntil: "Valid until",
    howToRedeem: "How to redeem",
    orderPage: "Open your order",
    keepSecret: "A code is as good as cash. Keep it safe and do not send it to anyone.",
    support:
      "A code does not work, or you have a question? Write to us and name your order number:",
    supportWithoutCodes: "You have a question? Write to us and name your order number:",
    refunded: "Refunded",
    refundedInAll: "Refunded in all",
    automatic: "This message was sent automatically."
  )
}

extension LetterWords {
  static func subject(_ kind: LetterKind, _ reference: Reference, _ language: Language) -> String {
    switch (language, kind) {
    case (.chinese, .codes): "您的卡密已送达（订单 \(reference.text)）"
    case (.chinese, .ready): "您的订单已备好（订单 \(reference.text)）"
    case (.chinese, .link): "您的订单链接（订单 \(reference.text)）"
    case (.chinese, .waiting): "付款成功，正在等待补货（订单 \(reference.text)）"
    case (.chinese, .replacing): "您的卡密正在补发，等待补货（订单 \(reference.text)）"
    case (.chinese, .refunded(let refund)):
      "\(refund.isToldBefore ? "您的订单继续处理" : "退款通知")（订单 \(reference.text)）"
    case (.english, .codes(let count)):
      "Your \(count == 1 ? "code has" : "codes have") arrived (order \(reference.text))"
    case (.english, .ready): "Your order is ready (order \(reference.text))"
    case (.english, .link): "The link to your order (order \(reference.text))"
    case (.english, .waiting): "Paid, and waiting for stock (order \(reference.text))"
    case (.english, .replacing): "A new code is on its way (order \(reference.text))"
    case (.english, .refunded(let refund)):
      "\(refund.isToldBefore ? "Your order goes on" : "Your refund") (order \(reference.text))"
    }
  }

  static func headline(_ kind: LetterKind, _ language: Language) -> String {
    switch (language, kind) {
    case (.chinese, .codes): "您的卡密已送达"
    case (.chinese, .ready): "您的订单已备好"
    case (.chinese, .link): "您的订单链接"
    case (.chinese, .waiting): "付款成功，正在等待补货"
    case (.chinese, .replacing): "正在为您补发卡密"
    case (.chinese, .refunded(let refund)): refund.isToldBefore ? "您的订单继续处理" : "已为您退款"
    case (.english, .codes(let count)):
      count == 1 ? "Your code has arrived" : "Your codes have arrived"
    case (.english, .ready): "Your order is ready"
    case (.english, .link): "The link to your order"
    case (.english, .waiting): "Paid, and waiting for stock"
    case (.english, .replacing): "A new code is on its way"
    case (.english, .refunded(let refund)):
      refund.isToldBefore ? "Your order goes on" : "Money on its way back to you"
    }
  }

  static func opening(_ kind: LetterKind, shop: String, _ language: Language) -> String {
    switch (language, kind) {
    case (.chinese, .codes(let count)):
      "感谢您在\(Self.spaced(shop))购买，付款已确认。以下是您购买的 \(count) 个卡密。"
    case (.chinese, .ready):
      "感谢您在\(Self.spaced(shop))购买，付款已确认。为了安全，卡密只在订单页上显示，请点开下面的链接查看。"
    case (.chinese, .link):
      "下面是您在\(Self.spaced(shop))的订单链接：有人用这个邮箱查询了订单，或店铺为您更换了链接，"
        + "旧链接可能已失效。如果不是您本人操作，不必理会本邮件。"
    case (.chinese, .waiting):
      "感谢您在\(Self.spaced(shop))购买，付款已确认。该商品暂时缺货，到货后按付款先后自动发放，"
        + "卡密会发到这个邮箱，您无需再做什么。到货之前，您可以随时在订单页取消，款项全额退回。"
    case (.chinese, .replacing(let units)):
      "您在\(Self.spaced(shop))所购订单中，第 \(Self.list(units, language)) 张的卡密已作废，请不要再使用。"
        + "该商品暂时缺货，到货后新的卡密会自动发到这个邮箱，您无需再做什么；订单中的其他卡密不受影响。"
        + "如果不想等待，请写信给我们。"
    case (.chinese, .refunded(let refund)) where refund.isToldBefore:
      "您在\(Self.spaced(shop))的订单因退款（已另行通知）而暂停，现已核对完毕，继续处理。"
        + Self.codes(after: refund, language)
    case (.english, .refunded(let refund)) where refund.isToldBefore:
      "Your order at \(shop) was stopped after the refund that we wrote to you about. A person "
        + "has looked at it, and it goes on. " + Self.codes(after: refund, language)
    case (.chinese, .refunded(let refund)):
      "\(Self.spaced(shop).trimmingPrefix(" "))退回了您的款项，金额见下。款项按原付款方式退回，"
        + "通常几个工作日内到账，以支付机构为准。" + Self.codes(after: refund, language)
    case (.english, .codes(let count)):
      "Thank you for your order at \(shop). Your payment is confirmed, and "
        + (count == 1 ? "here is your code." : "here are your \(count) codes.")
    case (.english, .ready):
      "Thank you for your order at \(shop). Your payment is confirmed. To keep your codes safe, "
        + "they are shown on your order page only."
    case (.english, .link):
      "This is the link to your order at \(shop): somebody asked for the orders of this address, "
        + "or the shop gave your order a new link, and an earlier one may have ended. If it was "
        + "not you who asked, there is nothing to do."
    case (.english, .waiting):
      "Thank you for your order at \(shop). Your payment is confirmed. The product is out of stock "
        + "at the moment: as soon as it is back, codes go out by themselves, first paid first "
        + "served, and yours will be mailed to this address. There is nothing for you to do. Until "
        + "then you can cancel on the order page at any time, and all of your money goes back."
    case (.english, .replacing(let units)):
      "The code of card \(Self.list(units, language)) of your order at \(shop) was withdrawn: "
        + "please do not use it. The product is out of stock at the moment; as soon as it is back, "
        + "a new code will be mailed to this address by itself. There is nothing for you to do, "
        + "and other codes of the order stay valid. If you would rather not wait, write to us."
    case (.english, .refunded(let refund)):
      "\(shop) gave back the amount below. It goes back the way it was paid and usually arrives "
        + "within a few working days, as the payment provider has it. "
        + Self.codes(after: refund, language)
    }
  }

  /// The sentence of a letter with codes about units without one.
  static func stillWaiting(_ units: [Int], _ language: Language) -> String {
    switch language {
    case .chinese: "第 \(list(units, language)) 张正在补发，到货后另行发送。"
    case .english:
      " Card \(list(units, language)) is being replaced: its new code will be mailed as soon as it "
        + "is in stock."
    }
  }

  private static func list(_ numbers: [Int], _ language: Language) -> String {
    numbers.map(String.init).joined(separator: language == .chinese ? "、" : ", ")
  }

  static func orderPageNote(_ kind: LetterKind, _ language: Language) -> String {
    switch (language, kind) {
    case (.chinese, .waiting), (.chinese, .replacing):
      "订单页可查看订单状态，到货后也可查看卡密，请勿把链接转发给他人："
    case (.chinese, .codes): "订单页可再次查看卡密与订单状态，请勿把链接转发给他人："
    case (.chinese, _): "订单页可查看卡密与订单状态，请勿把链接转发给他人："
    case (.english, .waiting), (.english, .replacing):
      "The order page shows where your order stands, and your codes once they are here. Please "
        + "keep its link to yourself:"
    case (.english, .codes):
      "The order page shows your codes again, and where your order stands. Please keep its link to "
        + "yourself:"
    case (.english, _):
      "The order page shows your codes and where your order stands. Please keep its link to "
        + "yourself:"
    }
  }

  /// The sentence about the order's codes after a refund.
  private static func codes(after refund: Refund.Notice, _ language: Language) -> String {
    switch (language, refund.codes) {
    case (.chinese, .none): "该订单没有发放卡密，之后也不会再发放。"
    case (.chinese, .withdrawn): "该订单的卡密已作废，请不要再使用。"
    case (.chinese, .kept): "您的订单不受影响，卡密照常有效、照常发放。"
    case (.chinese, .reduced):
      "订单中的\(Self.units(refund.units, language))已退，不再发放；如果您已经收到，对应卡密已作废，请不要再使用。"
        + "其余 \(refund.unitsLeft) 张不受影响。"
    case (.chinese, .stopped): "该订单已暂停，由人工核对；核对完成之前不会发放卡密。"
    case (.english, .none): "No codes were handed out for this order, and none will be."
    case (.english, .withdrawn): "The codes of this order are void. Please do not use them."
    case (.english, .kept):
      "Your order is not affected: its codes stay valid, or reach you as announced."
    case (.english, .reduced):
      Self.units(refund.units, language)
        + (refund.units.count == 1
          ? " was taken out of the order and will not be delivered; if it had reached you already, "
            + "its code is void, so please do not use it."
          : " were taken out of the order and will not be delivered; if they had reached you "
            + "already, their codes are void, so please do not use them.")
        + (refund.unitsLeft == 1
          ? " The other card is not affected."
          : " The other \(refund.unitsLeft) cards are not affected.")
    case (.english, .stopped):
      "The order is stopped until a person has looked at it; no codes go out before."
    }
  }

  /// The units, by the numbers that the letter with the codes gives them.
  private static func units(_ numbers: [Int], _ language: Language) -> String {
    let words = numbers.map(String.init)
    switch language {
    case .chinese: return "第 \(words.joined(separator: "、")) 张"
    case .english:
      guard let last = words.last, words.count > 1 else { return "Card \(words.joined())" }
      return "Cards \(words.dropLast().joined(separator: ", ")) and \(last)"
    }
  }

  static func unit(_ number: Int, of count: Int, _ language: Language) -> String {
    switch language {
    case .chinese: "第 \(number) 张，共 \(count) 张"
    case .english: "\(number) of \(count)"
    }
  }

  /// The name, with spaces between Latin letters and the Chinese around them.
  private static func spaced(_ name: String) -> String {
    let isLatin = { (character: Character?) in character?.isASCII ?? false }
    return (isLatin(name.first) ? " " : "") + name + (isLatin(name.last) ? " " : "")
  }
}
