package import Shop
import Text

/// What pages show besides their own content, by settings instead of templates.
package struct Storefront: Equatable, Sendable {
  /// `announcement`: a sentence on top of every page.
  package var announcement: Announcement?
  /// `menu`: the links below the shop's name; empty for the categories.
  package var menu: [MenuItem]
  /// `footer`: links in the footer, after the shop's pages.
  package var footer: [MenuItem]
  /// `contacts`: how buyers reach the shop, in the order of its file.
  package var contacts: [Contact]
  /// `share_image`: the picture that chats show for a page without one, by its path from the root;
  /// the file exists.
  package var shareImage: String?
  /// `labels`: the shop's own labels, and its texts and colours for those of the theme.
  package var labels: [OwnLabel]
  /// `params`: values for the shop's own templates.
  package var params: Params
  /// `robots`: the rules of `robots.txt`.
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

/// A label of the settings, with its text and colour.
package struct OwnLabel: Equatable, Sendable {
  /// The label, by its key.
  package var label: ProductLabel
  /// The label's text; empty for a label of the theme that is only given a colour.
  package var title: Localized
  /// The background `#rrggbb` of white text; nil for none.
  package var color: String?

  package init(label: ProductLabel, title: Localized, color: String?) {
    self.label = label
    self.title = title
    self.color = color
  }
}

/// A sentence at the top of every page, perhaps until a moment.
package struct Announcement: Equatable, Sendable {
  /// The sentence; a language without one shows none.
  package var text: Localized
  /// The link of the sentence; nil for none.
  package var link: ShopLink?
  /// The last moment at which a build shows it; nil for no end.
  package var until: Timestamp?

  package init(text: Localized, link: ShopLink? = nil, until: Timestamp? = nil) {
    self.text = text
    self.link = link
    self.until = until
  }
}

/// An entry of the menu or the footer.
package enum MenuItem: Equatable, Sendable {
  /// All categories with products, and the list of all products.
  case categories
  /// A link; without a label it has the title of what it leads to.
  case link(label: Localized?, to: ShopLink)
}

/// The target of a link in the settings.
package enum ShopLink: Equatable, Sendable {
  /// A page or file of the shop in the default language, by its decoded path such as `/about/`;
  /// `rest` is what follows as written, such as `#faq`.
  case shop(path: String, rest: String)
  /// An absolute URL, `https://…` or `mailto:…`.
  case elsewhere(String)

  /// The path of the page that it leads to; nil for files and other sites.
  var page: String? {
    guard case .shop(let path, _) = self else { return nil }
    if path.hasSuffix("/") { return path }
    // A page without its last slash; a file has an extension.
    return path.split(separator: "/").last?.contains(".") == false ? path + "/" : nil
  }

  /// The `href` on a page in that language.
  func href(in language: LanguageTag, of config: SiteConfig) -> String {
    switch self {
    case .elsewhere(let address): address
    // Another program has no languages of the shop, and a redirect is in one.
    case .shop(let path, let rest)
    where isCovered(path, by: config.elsewhere)
      || config.additions.redirects.contains { withSlash($0.from) == withSlash(path) }:
      Address.encode(path) + PercentEncoding.address.encode(rest)
    case .shop(let path, let rest):
      Address.encode(localized(page ?? path, in: language, of: config))
        + PercentEncoding.address.encode(rest)
    }
  }

  /// The path in that language, in which every page exists; unchanged if it names a language.
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
  /// The part after `https://t.me/`: a name, or `+` and an invitation's code.
  case telegram(String)
  /// The WeChat ID, to which no URL leads.
  case weChat(String)
  /// The QQ number, to which no URL leads.
  case qq(String)
  /// The number with its country code, digits only.
  case whatsApp(String)
  /// Opening hours.
  case hours(Localized)

  /// The key in `site.yaml`, and that of its name in words files.
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

  /// The URL of a link to it; nil when it is text alone.
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
  /// The email address among the contacts.
  var email: EmailAddress? {
    contacts.lazy.compactMap { contact in
      if case .email(let address) = contact { address } else { nil }
    }
    .first
  }

  /// Whether a label has a colour of its own.
  func hasColor(_ label: ProductLabel) -> Bool {
    labels.contains { $0.label == label && $0.color != nil }
  }

  /// The keys of the labels in the settings.
  var ownLabelKeys: Set<String> { Set(labels.map(\.label.rawValue)) }
}
