import Shop

/// Everything that a checkout's own page says, in one language; `%` stands for the provider's name,
/// `@` for the masked address.
struct PayWords: Sendable {
  let waitingTitle: String
  let scanText: String
  let scanOnPhone: String
  /// For WeChat Pay, whose app does not accept a code from a saved picture.
  let scanNotSaved: String
  /// For a code that is a URL, which this phone can open itself.
  let scanHere: String
  let scanPicture: String
  let goText: String
  let goButton: String

  let elsewhereTitle: String
  let elsewhereText: String
  /// For WeChat Pay, where it cannot be paid inside the app.
  let elsewhereInsideText: String

  let declinedTitle: String
  let declinedText: String

  let cancelledTitle: String
  /// For a buyer whom the provider says now not to have paid.
  let cancelledText: String
  /// For a buyer of whom the provider says nothing now.
  let unknownText: String
  let unknownLink: String

  let identifyText: String
  let bridgeText: String
  let bridgeButton: String
  let bridgeCancelled: String
  let bridgeFailed: String
  /// Shown when the page's script does not run.
  let bridgeScriptless: String
  let elsewhereMore: String
  let appTitle: String
  let appText: String
  let copyLink: String

  let confirmingTitle: String
  let confirmingText: String
  let confirmingNotYet: String

  /// For a payment that the provider has and has not finished.
  let underWayTitle: String
  let underWayText: String
  let underWayMore: String

  let paidTitle: String
  let readyText: String
  let sentText: String
  /// The same two for products whose letter holds only a link.
  let linkReadyText: String
  let linkSentText: String
  let stockText: String
  let checkedTitle: String
  let checkedText: String
  let refundedTitle: String
  let refundedText: String
  let orderCancelledTitle: String
  let orderCancelledText: String
  let paidHint: String

  let expiredTitle: String
  let expiredText: String
  let expiredPaid: String
  let againButton: String

  let unreadyTitle: String
  let unreadyText: String

  let openingTitle: String
  let openingText: String
  let lineTitle: String
  /// Takes the place in line, and in how many seconds the payment opens.
  let lineText: @Sendable (Int, Int64) -> String
  let lineKept: String
  let slowTitle: String
  let slowText: String
  let slowPlace: @Sendable (Int) -> String
  let pausingTitle: String
  /// Takes the time of day of the next attempt.
  let pausingText: @Sendable (String) -> String
  let refusedTitle: String
  let refusedByProvider: String
  let otherWay: String

  let provider: String
  let payUntil: String
  /// How many whole minutes are left to pay.
  let minutesLeft: @Sendable (Int) -> String
  let retryButton: String
  let otherButton: String
  let chooseProvider: String

  static func of(_ language: Language) -> PayWords {
    switch language {
    case .chinese: .chinese
    case .english: .english
    }
  }

  /// Replaces `%` in a text by a name, with spaces between Chinese and Latin letters.
  func naming(_ name: String, in text: String) -> String {
    let parts = text.split(separator: "%", omittingEmptySubsequences: false).map(String.init)
    return parts.dropFirst().reduce(parts[0]) { said, rest in
      said + (Self.needsGap(said.last, name.first) ? " " : "") + name
        + (Self.needsGap(name.last, rest.first) ? " " : "") + rest
    }
  }

  private static func needsGap(_ left: Character?, _ right: Character?) -> Bool {
    guard let left, let right, left.isLetter, right.isLetter else { return false }
    return left.isASCII != right.isASCII
  }

  static let chinese = PayWords(
    waitingTitle: "使用%付款",
    scanText: "请用手机扫描二维码付款。付款完成后，此页面会自动更新。",
    scanOnPhone: "正在用手机浏览？请用另一台手机的%扫描，或在电脑上打开此页面。",
    scanNotSaved: "保存图片再识别是付不了款的。",
    scanHere: "点按钮打开%付款，或用另一部手机扫描二维码。付款完成后，此页面会自动更新。",
    scanPicture: "%付款二维码",
    goText: "付款在%的页面上进行。若没有自动打开，请点击按钮。",
    goButton: "前往%付款",
    elsewhereTitle: "请在浏览器中打开此页面",
    elsewhereText: "这个应用里打不开%的付款页面。请点右上角的“…”，选择“在浏览器打开”，在那里继续付款。"
      + "付款完成后，此页面会自动更新。",
    elsewhereInsideText: "这笔付款不能在这个应用里进行。请点右上角的“…”，选择“在浏览器打开”，在那里用微信付款。"
      + "付款完成后，此页面会自动更新。",
    declinedTitle: "这笔付款没有成功",
    declinedText: "%没有接受您选择的银行卡或付款方式，您没有被扣款。请回到%换一张卡或换一种方式。",
    cancelledTitle: "您取消了付款",
    cancelledText: "您没有被扣款。填写的内容都已保留，可以修改后重新付款。",
    unknownText: "我们还没有收到这笔付款。如果您已经付过款，请先查看这笔订单，不要重复付款。",
    unknownLink: "查看这笔订单",
    identifyText: "微信会先确认是您本人，随后打开付款。若没有自动打开，请点击按钮。",
    bridgeText: "付款在微信里进行。若没有自动弹出，请点击按钮。",
    bridgeButton: "立即付款",
    bridgeCancelled: "您取消了付款，没有被扣款。",
    bridgeFailed: "微信没有完成这笔付款。若已扣款，此页面稍后会自动更新，请勿重复付款；"
      + "若没有，请再试一次，或换一种付款方式。",
    bridgeScriptless: "微信里的付款需要 JavaScript。请打开它后刷新此页面，或换一种付款方式。您没有被扣款。",
    elsewhereMore: "您没有被扣款，订单信息已保存，不必重新填写。",
    appTitle: "请回到微信付款",
    appText: "这笔付款是在微信里开始的，请回到微信完成。也可以复制下面的链接，在微信里打开。",
    copyLink: "复制链接",
    confirmingTitle: "正在确认付款",
    confirmingText: "我们正在等待%确认这笔付款，通常只需几秒。此页面会自动更新，请勿重复付款。",
    confirmingNotYet: "还没有付款？继续付款",
    underWayTitle: "%正在处理这笔付款",
    underWayText: "您的付款已到%，还没有处理完，请勿重复付款。款项到账后我们会核对，并发邮件到 @，不必守着此页面。",
    underWayMore: "如果%还请您做些什么，例如到银行转账，请在那里完成。最终没有成功的付款，%会自动退回。",
    paidTitle: "付款成功",
    readyText: "卡密和订单链接正在发往 @，通常只需几秒。",
    sentText: "卡密和订单链接已发送到 @。",
    linkReadyText: "订单链接正在发往 @，通常只需几秒；打开链接即可查看卡密。",
    linkSentText: "订单链接已发送到 @，打开链接即可查看卡密。",
    stockText: "款项已收到，正在等待补货。到货后按付款先后自动发放，并发邮件到 @。",
    checkedTitle: "已收到付款",
    checkedText: "我们正在核对这笔款项。核对完成后会发邮件到 @，您无需再做什么，也请勿重复付款。",
    refundedTitle: "款项已退回",
    refundedText: "这笔款项已退回。到账时间取决于%。",
    orderCancelledTitle: "订单已取消",
    orderCancelledText: "您在等待期间取消了这笔订单，款项会通过%全额退回。",
    paidHint: "现在可以关闭此页面。没有收到？请查看垃圾邮件，或重新发送订单链接。",
    expiredTitle: "此次付款已过期",
    expiredText: "在限定时间内没有收到付款。您没有被扣款的话，可以重新下单。",
    expiredPaid: "已经付了款？请勿重复付款：款项到账后我们会核对，并发邮件到 @。",
    againButton: "重新下单",
    unreadyTitle: "此次付款没有开始",
    unreadyText: "%没有响应，您没有被扣款。请重新下单，或稍后再试。",
    openingTitle: "正在打开付款",
    openingText: "正在打开%的付款页面，马上就好。此页面会自动继续，您无需操作。",
    lineTitle: "正在排队付款",
    lineText: { place, seconds in
      "现在下单的人很多，您排在第 \(place) 位，大约 \(chineseWait(seconds))后打开%付款。此页面会自动继续。"
    },
    lineKept: "您没有被扣款。请保持此页面打开，我们会为您保留位置。",
    slowTitle: "%响应较慢",
    slowText: "%的响应比平时慢，我们仍在等待。此页面会自动继续，您无需操作。",
    slowPlace: { "您排在第 \($0) 位，位置会为您保留；您没有被扣款。" },
    pausingTitle: "%暂时无法受理",
    pausingText: { "我们会在 \($0)自动再试一次。此页面会自动继续，您无需操作。" },
    refusedTitle: "%没有受理这笔付款",
    refusedByProvider: "%拒绝了这笔付款，您没有被扣款。请换一种付款方式。",
    otherWay: "换一种付款方式",
    provider: "付款方式",
    payUntil: "付款截止",
    minutesLeft: { $0 < 1 ? "付款时间还剩不到 1 分钟" : "付款时间还剩 \($0) 分钟" },
    retryButton: "再试一次",
    otherButton: "改用%",
    chooseProvider: "请选择付款方式。"
  )

  static let english = PayWords(
    waitingTitle: "Pay with %",
    scanText: "Scan the code with your phone to pay. This page updates by itself once you have.",
    scanOnPhone: "Reading this on your phone? Scan the code with % on another phone, or open this "
      + "page on a computer.",
    scanNotSaved: " A saved picture of the code cannot be paid.",
    scanHere: "Use the button to pay in %, or scan the code with another phone. This page updates "
      + "by itself once you have.",
    scanPicture: "QR code to pay with %",
    goText: "You pay on the page of %. If it does not open by itself, use the button.",
    goButton: "Go to %",
    elsewhereTitle: "Open this page in your browser",
    elsewhereText: "This app opens no page of %. Tap “…” at the top right and choose “Open in "
      + "Browser” to go on and pay there. This page updates by itself once you have.",
    elsewhereInsideText: "This payment cannot be made inside this app. Tap “…” at the top right "
      + "and choose “Open in Browser” to pay with % there. "
      + "This page updates by itself once you have.",
    declinedTitle: "This payment did not go through",
    declinedText: "% did not accept the card or account that you chose, and you have not been "
      + "charged. Go back to % and choose another one.",
    cancelledTitle: "You cancelled the payment",
    cancelledText: "You have not been charged. What you filled in is kept: change what you like, "
      + "and go on to payment.",
    unknownText: "No payment has reached us yet. If you have paid all the same, look at your order "
      + "first, and do not pay twice.",
    unknownLink: "Look at this order",
    identifyText: "WeChat confirms that it is you, then the payment opens. If nothing happens, use "
      + "the button.",
    bridgeText: "You pay inside WeChat. If nothing opens by itself, use the button.",
    bridgeButton: "Pay now",
    bridgeCancelled: "You cancelled the payment, and you have not been charged.",
    bridgeFailed:
      "WeChat did not complete the payment. If you were charged, this page will say so in a "
      + "moment: please do not pay twice. If not, try again, or choose another way to pay.",
    bridgeScriptless: "Paying inside WeChat needs JavaScript. Turn it on and reload this page, or "
      + "choose another way to pay. You have not been charged.",
    elsewhereMore: "You have not been charged, and your order is kept: nothing to fill in again.",
    appTitle: "Go back to WeChat to pay",
    appText:
      "This payment was begun inside WeChat, and ends there. You can also copy the link below "
      + "and open it in WeChat.",
    copyLink: "Copy the link",
    confirmingTitle: "Confirming your payment",
    confirmingText: "We are waiting for % to confirm the payment, which usually takes seconds. "
      + "This page updates by itself; please do not pay twice.",
    confirmingNotYet: "Not paid yet? Go on to payment",
    underWayTitle: "% is working on your payment",
    underWayText: "% has your payment and has not finished it yet: please do not pay again. "
      + "Once the money is there, we check it and write to @; there is no need to wait here.",
    underWayMore: "If % asked you for something more, such as a bank transfer, do it there. What "
      + "does not go through in the end is given back by % itself.",
    paidTitle: "Payment received",
    readyText: "The codes and a link to your order are on their way to @, usually within seconds.",
    sentText: "The codes and a link to your order have been sent to @.",
    linkReadyText:
      "A link to your order is on its way to @, usually within seconds; open it to see "
      + "your codes.",
    linkSentText: "A link to your order has been sent to @; open it to see your codes.",
    stockText: "Your payment has arrived and waits for stock. Codes go out by themselves, first "
      + "paid first served, to @.",
    checkedTitle: "Your payment has arrived",
    checkedText: "A person is checking it. As soon as that is done we will write to @; there is "
      + "nothing for you to do, and please do not pay twice.",
    refundedTitle: "This payment was refunded",
    refundedText: "The money is on its way back. How long that takes depends on %.",
    orderCancelledTitle: "You cancelled this order",
    orderCancelledText: "It was cancelled while it waited, and all of your money goes back "
      + "through %.",
    paidHint: "You can close this page. Nothing there? Look in the spam folder, or have the link "
      + "sent again.",
    expiredTitle: "This checkout has expired",
    expiredText: "No payment arrived in time. You can simply order again.",
    expiredPaid: "Paid all the same? Please do not pay twice: once the money arrives we will check "
      + "it and write to @.",
    againButton: "Order again",
    unreadyTitle: "This payment did not start",
    unreadyText: "% did not answer, and you have not been charged. Order again, or try later.",
    openingTitle: "Opening your payment",
    openingText: "We are opening the payment at %. This page goes on by itself in a moment.",
    lineTitle: "You are in line",
    lineText: { place, seconds in
      "Many people are ordering right now, and you are number \(place) in line. Your payment by % "
        + "opens in about \(englishWait(seconds)). This page goes on by itself."
    },
    lineKept: "You have not been charged. Keep this page open, and we keep your place.",
    slowTitle: "% is slow right now",
    slowText: "% takes longer to answer than usual, and we are still waiting for it. This page "
      + "goes on by itself.",
    slowPlace: { "You are number \($0) in line and keep your place; you have not been charged." },
    pausingTitle: "% takes no new payments right now",
    pausingText: { "We will try again at \($0). This page goes on by itself." },
    refusedTitle: "% does not take this payment",
    refusedByProvider: "% refused this payment, and you have not been charged. Please choose "
      + "another way to pay.",
    otherWay: "Choose another way to pay",
    provider: "Way to pay",
    payUntil: "Pay until",
    minutesLeft: {
      switch $0 {
      case ..<1: "Less than a minute left to pay"
      case 1: "1 minute left to pay"
      default: "\($0) minutes left to pay"
      }
    },
    retryButton: "Try again",
    otherButton: "Pay with %",
    chooseProvider: "Choose a way to pay."
  )

  private static func chineseWait(_ seconds: Int64) -> String {
    seconds < 90 ? "\(seconds) 秒" : "\((seconds + 30) / 60) 分钟"
  }

  private static func englishWait(_ seconds: Int64) -> String {
    switch seconds {
    case ...1: "a second"
    case ..<90: "\(seconds) seconds"
    default: "\((seconds + 30) / 60) minutes"
    }
  }
}
