import Shop

/// What the browser that began a checkout is told beside the rest; `@` stands for the address.
struct OwnWords: Sendable {
  let readyText: String
  let sentText: String
  /// The same of products whose letter holds the link alone.
  let linkReadyText: String
  let linkSentText: String
  let orderPage: String
  /// Until when this browser is shown so much.
  let until: @Sendable (String) -> String
  let forget: String

  let correct: String
  let correctTitle: String
  let correctText: String
  let correctHint: String
  let correctButton: String
  let back: String
  /// Above two addresses, one of which is meant.
  let question: String
  let putOff: String

  let made: String
  let disclosedNothing: String
  let disclosedLink: String
  let disclosedOpenedLink: String
  let disclosedCodes: String

  let refusedTitle: String
  let refusedText: String
  let notOwnTitle: String
  let notOwnText: String

  static func of(_ language: Language) -> OwnWords {
    switch language {
    case .chinese: .chinese
    case .english: .english
    }
  }

  private static let chinese = OwnWords(
    readyText: "卡密已备好，点按钮即可查看；同时正在发往 @。",
    sentText: "卡密已备好，点按钮即可查看；也已发送到 @。",
    linkReadyText: "卡密已备好，点按钮即可查看；订单链接正在发往 @。",
    linkSentText: "卡密已备好，点按钮即可查看；订单链接也已发送到 @。",
    orderPage: "打开订单页",
    until: {
      "只有您下单时所用的这个浏览器会显示完整邮箱、卡密按钮和订单页，到 \($0) 为止。"
        + "如果别人也用这台设备，请在离开前关闭显示。"
    },
    forget: "不再在此浏览器显示",
    correct: "邮箱写错了？更正邮箱",
    correctTitle: "更正邮箱",
    correctText: "请填写正确的邮箱。我们会把邮件和新的订单链接发过去；发往原邮箱的链接随即失效。",
    correctHint: "只能更正一次，请仔细核对。",
    correctButton: "更正并重新发送",
    back: "返回",
    question: "您填写的域名很像一个常用邮箱的笔误，请选择正确的一个。邮箱只能更正一次。",
    putOff: "短时间内的请求过多。您填写的邮箱已保留，请%后再试。",
    made: "邮箱已更正，新的邮件发往 @。",
    disclosedNothing: "没有邮件发到过原来的邮箱。",
    disclosedLink: "原来的邮箱可能收到过一封带订单链接的邮件；那个链接已经失效，邮件里没有卡密。",
    disclosedOpenedLink: "原来的邮箱可能收到过一封带订单链接的邮件，那个链接现已失效。此前这笔订单的卡密被查看过：如果不是您本人，"
      + "请马上兑换，有问题请联系我们。",
    disclosedCodes: "原来的邮箱可能收到过卡密。如果有人在用那个邮箱，他可能看到并使用它们：请马上兑换，有问题请联系我们。",
    refusedTitle: "无法在此更正邮箱",
    refusedText: "这笔订单的邮箱不能（再）在此页面更正。请附上订单号联系我们。",
    notOwnTitle: "请用下单时的浏览器打开",
    notOwnText: "只有下单时所用的浏览器能在下单后一天内进行此操作，没有任何更改。请附上订单号联系我们。"
  )

  private static let english = OwnWords(
    readyText: "Your codes are ready: use the button to see them. They are also on their way to @.",
    sentText: "Your codes are ready: use the button to see them. They have also been sent to @.",
    linkReadyText: "Your codes are ready: use the button to see them. A link to them is also on "
      + "its way to @.",
    linkSentText: "Your codes are ready: use the button to see them. A link to them has also been "
      + "sent to @.",
    orderPage: "Open your order",
    until: {
      "Only this browser, in which you ordered, shows the whole address, the button to the codes "
        + "and the order, until \($0). If others use this device too, end that before you leave."
    },
    forget: "Stop showing it here",
    correct: "Wrong address? Correct it",
    correctTitle: "Correct the address",
    correctText: "Enter the right address. We send the mail and a new link to your order there; "
      + "the link that was sent to the old address ends.",
    correctHint: "It can be corrected once: please check every letter.",
    correctButton: "Correct and send again",
    back: "Back",
    question: "What you typed looks like a slip in a common domain: choose the right one. The "
      + "address can be corrected once.",
    putOff: "There have been many requests just now. Your address is kept: please try again in %.",
    made: "The address was corrected, and a new letter goes to @.",
    disclosedNothing: "No letter had gone to the old address.",
    disclosedLink: "The old address may have got a letter with a link to the order; that link has "
      + "ended, and the letter held no codes.",
    disclosedOpenedLink: "The old address may have got a letter with a link to the order; that "
      + "link has ended. The codes were shown before that: if it was not you who saw them, redeem "
      + "them now, and write to us if one was used.",
    disclosedCodes: "The old address may have got a letter with the codes. Somebody who reads mail "
      + "there could use them: redeem them now, and write to us if one was used.",
    refusedTitle: "The address cannot be corrected here",
    refusedText: "The address of this order cannot be corrected on this page, or not any more. "
      + "Please write to us and name your order number.",
    notOwnTitle: "Please use the browser in which you ordered",
    notOwnText: "Only the browser in which you ordered can do this, and within a day of it. "
      + "Nothing was changed. Please write to us and name your order number."
  )
}
