import Shop

/// The page that asks a buyer which of two addresses is meant.
///
/// It carries the rest of the form along.
struct AddressQuestion {
  let lead: String
  /// Where the answer goes, with these fields.
  let action: String
  let fields: [[String: String]]
  let typed: String
  /// The address that may be meant: the typed one with a more usual domain.
  let meant: EmailAddress
  let facts: [FactRow]
  let frame: PageFrame

  func html() -> String {
    let words = AddressWords.of(frame.language)
    return frame.render(
      "address",
      title: words.title,
      [
        "lead": lead,
        "action": action,
        "fields": fields,
        "typed": typed,
        "meant": meant.text,
        "meantLabel": words.meant,
        "typedLabel": words.typed,
        "facts": facts,
      ]
    )
  }
}

extension AddressQuestion {
  /// Asks before anything is paid.
  init(request: CheckoutRequest, meant: EmailAddress, frame: PageFrame) {
    let words = frame.words
    self.init(
      lead: AddressWords.of(frame.language).lead,
      action: Route.checkout.path,
      fields: request.fields(["email": nil, "kept": request.email.text]),
      typed: request.email.text,
      meant: meant,
      facts: [
        FactRow(words.product, request.line.title),
        FactRow(words.quantity, String(request.line.quantity)),
        .money(words.total, request.way.amount, in: frame.language),
        FactRow(PayWords.of(frame.language).provider, words.name(of: request.provider)),
      ],
      frame: frame
    )
  }
}

/// What the pages say about a doubtful address; `%` stands for an address or a domain.
struct AddressWords: Sendable {
  let title: String
  let lead: String
  let meant: String
  let typed: String
  /// Follows the sentence about a fault: which address may be meant.
  let hint: String
  let noMail: String
  /// Separates two sentences.
  let gap: String

  static func of(_ language: Language) -> AddressWords {
    switch language {
    case .chinese: .chinese
    case .english: .english
    }
  }

  /// Asks about the address that may be meant instead, behind a sentence; empty where none may.
  func hint(for typed: TypedAddress) -> String {
    guard let meant = MistypedAddress.meant(by: typed) else { return "" }
    return gap + hint.replacing("%", with: meant.text)
  }

  private static let chinese = AddressWords(
    title: "请确认您的邮箱",
    lead: "卡密会发到这个邮箱。您填写的域名很像一个常用邮箱的笔误，请选择正确的一个。您尚未付款。",
    meant: "改用这个邮箱",
    typed: "没有写错，就用这个",
    hint: "您要填写的是 % 吗？",
    noMail: "% 收不到邮件，请检查邮箱 @ 后面的部分。",
    gap: ""
  )

  private static let english = AddressWords(
    title: "Please check your address",
    lead: "Your codes go to this address. What you typed looks like a slip in a common domain: "
      + "choose the right one. Nothing has been charged.",
    meant: "Use this address",
    typed: "It is right as I typed it",
    hint: "Did you mean %?",
    noMail: "Mail cannot be delivered to %. Please check the part after the @.",
    gap: " "
  )
}
