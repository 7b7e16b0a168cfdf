package import Shop
import Text

/// What a shop says around its pages by settings alone: no template is needed for these.
package struct Storefront: Equatable, Sendable {
  /// `announcement`: a sentence on top of every page.
  package var announcement: Announcement?
  /// `menu`: the row of links below the shop's name; empty for the categories by themselves.
  package var menu: [MenuItem]
  /// `footer`: links in the footer, after the shop's pages.
  package var footer: [MenuItem]
  /// `contacts`: how buyers reach the shop, in the order of its file.
  package var contacts: [Contact]
  /// `share_image`: what chats show of a page that has no picture; from the root, a file that
  /// exists.
  package var shareImage: String?
  /// `labels`: the shop's own, and its words and colours for the theme's.
  package var labels: [OwnLabel]
  /// `params`: what the shop's own templates ask for.
  package var params: Params
  /// `robots`: what robots shall leave alone.
  package var robots: RobotsRules

  package init(
    announcement: Announcement? = nil,
    menu: [MenuItem] = [],
    footer: [MenuItem] = [],
    contacts: [Contact] = [],
    shareImage: String? = nil,
    labels: [OwnLabel] = [],
    params: Params = Params(),
    robots: RobotsRules = RobotsRules()
  ) {
    self.robots = robots
    self.labels = labels
    self.params = params
    self.announcement = announcement
    self.menu = menu
    self.footer = footer
    self.contacts = contacts
    self.shareImage = shareImage
  }
}

/// A label with the shop's own word for it.
package struct OwnLabel: Equatable, Sendable {
  /// Its key, in files and addresses.
  package var label: ProductLabel
  /// Without a text for one of the theme's that has a colour alone.
  package var title: Localized
  /// `#rrggbb` behind white text; nil for a word without a colour.
  package var color: String?

  package init(label: ProductLabel, title: Localized, color: String?) {
    self.label = label
    self.title = title
    self.color = color
  }
}

/// A sentence on top of every page, until its time is over.
package struct Announcement: Equatable, Sendable {
  /// The sentence; a language without one shows none.
  package var text: Localized
  /// Where the sentence leads; nil for text alone.
  package var link: ShopLink?
  /// The last moment at which a build shows it; nil for always.
  package var until: Timestamp?

  package init(text: Localized, link: ShopLink? = nil, until: Timestamp? = nil) {
    self.text = text
    self.link = link
    self.until = until
  }
}

/// An entry of the menu or the footer.
package enum MenuItem: Equatable, Sendable {
  /// Every category that has something in it, and the list of everything.
  case categories
  /// Without a label it is called as what it leads to.
  case link(label: Localized?, to: ShopLink)
}

/// Where a link of the settings leads.
package enum ShopLink: Equatable, Sendable {
  /// A page or file of the shop in the default language, decoded: `/about/`; what follows it, such
  /// as `#faq`, is as it was written.
  case shop(path: String, rest: String)
  /// A whole address: `https://…`, `mailto:…`.
  case elsewhere(String)

  /// The path of the page that it leads to; nil for files and for what is elsewhere.
  var page: String? {
    guard case .shop(let path, _) = self else { return nil }
    if path.hasSuffix("/") { return path }
    // A page without its last slash; a file has an extension.
    return path.split(separator: "/").last?.contains(".") == false ? path + "/" : nil
  }

  /// For a link on a page in that language.
  func href(in language: LanguageTag, of config: SiteConfig) -> String {
    switch self {
    case .elsewhere(let address): address
    case .shop(let path, let rest):
      Address.encode(localized(page ?? path, in: language, of: config))
        + PercentEncoding.address.encode(rest)
    }
  }

  /// A page is there in every language; one that is written with its language stays as it is.
  private func localized(
    _ path: String,
    in language: LanguageTag,
    of config: SiteConfig
  ) -> String {
    let prefixes = config.languages.map { $0.addressPrefix(default: config.language) }
    let isOfLanguage = prefixes.contains { !$0.isEmpty && path.hasPrefix($0 + "/") }
    guard page != nil, !isOfLanguage else { return path }
    return language.addressPrefix(default: config.language) + path
  }
}

/// A way to reach the shop.
package enum Contact: Equatable, Sendable {
  case email(EmailAddress)
  /// What follows `https://t.me/`: a name, or `+` and the rest of an invitation.
  case telegram(String)
  /// The ID that people search for; there is no address that leads to it.
  case weChat(String)
  /// A number; likewise.
  case qq(String)
  /// The number with its country's code, digits alone.
  case whatsApp(String)
  /// When somebody answers.
  case hours(Localized)

  /// The key in `site.yaml`, and the one of its name in the files of words.
  var key: String {
    switch self {
    case .email: "email"
    case .telegram: "telegram"
    case .weChat: "wechat"
    case .qq: "qq"
    case .whatsApp: "whatsapp"
    case .hours: "hours"
    }
  }

  /// Every key.
  static let keys = ["email", "telegram", "wechat", "qq", "whatsapp", "hours"]

  /// What a link to it says and where it leads; nil when it is text alone.
  var href: String? {
    switch self {
    case .email(let address): "mailto:\(address.text)"
    case .telegram(let name): "https://t.me/\(name)"
    case .whatsApp(let digits): "https://wa.me/\(digits)"
    case .weChat, .qq, .hours: nil
    }
  }
}

extension Storefront {
  /// The address among the contacts.
  var email: EmailAddress? {
    contacts.lazy.compactMap { contact in
      if case .email(let address) = contact { address } else { nil }
    }
    .first
  }

  /// Whether a label is a chip of its own colour.
  func hasColor(_ label: ProductLabel) -> Bool {
    labels.contains { $0.label == label && $0.color != nil }
  }

  /// The keys of labels beside the theme's.
  var ownLabelKeys: Set<String> { Set(labels.map(\.label.rawValue)) }
}
