import Mustache
import Shop

/// What every page shares: the shop's name and address, the language, the stylesheet.
struct PageFrame {
  let catalog: Catalog
  let language: Language

  var words: Words { .of(language) }

  /// The shop's front page in the page's language.
  ///
  /// The shop's default language is at the root, any other below its tag.
  var shopURL: String {
    let base = catalog.document.shop.baseURL
    return language == catalog.language ? base + "/" : base + "/\(language.tag)/"
  }

  /// The shop's page of a product, in the page's language.
  func productURL(_ sku: SKU) -> String {
    let paths = catalog.product(sku)?.path ?? [:]
    let path = paths[language.tag] ?? paths[catalog.document.shop.language] ?? "/"
    return catalog.document.shop.baseURL + path
  }

  /// Fills a template with the given values and those of the frame.
  func render(
    _ template: String,
    title: String,
    script: Asset? = nil,
    _ values: [String: Any?]
  ) -> String {
    var all: [String: Any] = [
      "language": language.tag,
      "title": title,
      "shop": catalog.title(in: language),
      "shopURL": shopURL,
      "stylesheet": catalog.stylesheet.path,
      "words": words,
      "checkoutPath": Route.checkout.path,
      "lookupPath": Route.lookup.path,
    ]
    all["script"] = script?.path
    let contacts = self.contacts
    if contacts.isEmpty {
      all["support"] = catalog.document.shop.supportEmail
    } else {
      all["reach"] = ["contacts": contacts]
    }
    all.merge(values.compactMapValues { $0 }) { _, own in own }
    guard let html = PageTemplates.library.render(all, withTemplate: template) else {
      preconditionFailure("no template named \(template)")
    }
    return html
  }

  /// The ways to reach the shop, in the page's language or the shop's own.
  private var contacts: [ContactLine] {
    let shop = catalog.document.shop
    return shop.contacts.compactMap { contact in
      let text = contact.text[language.tag] ?? contact.text[shop.language]
      let isForeign = contact.text[language.tag] == nil
      guard let text else { return nil }
      return ContactLine(
        name: contact.name[language.tag] ?? contact.name[shop.language] ?? "",
        text: text,
        href: contact.href.flatMap { href in
          ["https://", "mailto:"].contains { href.hasPrefix($0) } ? href : nil
        },
        lang: isForeign ? shop.language : nil
      )
    }
  }

  /// A page with one message and one link; the link leads to the shop unless told otherwise.
  func notice(_ title: String, _ text: String, more: String? = nil, link: Link? = nil) -> String {
    let link = link ?? Link(url: shopURL, label: words.backToShop)
    return render(
      "notice",
      title: title,
      [
        "text": text,
        "more": more,
        "link": ["url": link.url, "label": link.label, "kind": link.isQuiet ? "plain" : "main"],
      ]
    )
  }

  /// The page for a link that opens no order and no checkout.
  var noOrder: String {
    notice(words.noOrderTitle, words.noOrderText, link: Link(toLookup: self))
  }

  /// The page for a moment when the store does not answer.
  var later: String { notice(words.laterTitle, words.laterText) }
}

/// A link at the end of a page.
struct Link {
  let url: String
  let label: String
  /// Whether it looks inconspicuous, since most buyers do not need it.
  let isQuiet: Bool

  init(url: String, label: String, isQuiet: Bool = false) {
    self.url = url
    self.label = label
    self.isQuiet = isQuiet
  }

  /// A link to the form that sends order links again.
  init(toLookup frame: PageFrame) {
    self.init(
      url: "\(Route.lookup.path)?lang=\(frame.language.tag)",
      label: frame.words.resendLink,
      isQuiet: true
    )
  }
}

/// A name and a value in a list of facts.
struct FactRow {
  let name: String
  let value: String
  let mono: Bool

  init(_ name: String, _ value: String, mono: Bool = false) {
    self.name = name
    self.value = value
    self.mono = mono
  }

  /// An amount as the shop writes it, such as `¥48.50`.
  static func money(_ name: String, _ amount: Money, in language: Language) -> FactRow {
    FactRow(name, PriceText(amount, in: language).text)
  }
}

/// A way to reach the shop, in the footer.
struct ContactLine {
  let name: String
  let text: String
  /// Nil for text alone, such as a WeChat ID.
  let href: String?
  /// The language of the text where it is not the page's.
  let lang: String?
}
