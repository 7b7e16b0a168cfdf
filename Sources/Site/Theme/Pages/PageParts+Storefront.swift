import Shop

/// Parts of pages that come from the settings.
extension PageParts {
  /// The announcement; nil for none.
  var announcement: Markup? {
    let config = theme.content.config
    guard let announcement = config.storefront.announcement else { return nil }
    var values: TemplateValues = [
      "say": say, "otherDir": otherDirection, "text": announcement.text.text(in: language),
    ]
    values["textLang"] = lang(announcement.text)
    values["link"] = announcement.link?.href(in: language, of: config)
    return theme.templates.render(.announcement, values)
  }

  /// The list of contacts; nil for none.
  var contacts: Markup? {
    let contacts = theme.content.config.shownContacts
    guard !contacts.isEmpty else { return nil }
    let values = contacts.map { contact -> TemplateValues in
      var values: TemplateValues = [
        "name": phrases[channel: contact], "text": contact.text(in: language),
      ]
      values["href"] = contact.href
      if case .hours(let hours) = contact { values["textLang"] = lang(hours) }
      return values
    }
    return theme.templates.render(
      .contacts,
      ["say": say, "otherDir": otherDirection, "contacts": values]
    )
  }

  /// A link of the menu or the footer.
  func link(label: Localized?, to target: ShopLink) -> TemplateValues {
    let config = theme.content.config
    let title = label ?? theme.title(of: target)
    var values: TemplateValues = [
      "href": target.href(in: language, of: config),
      "title": title?.text(in: language) ?? "",
    ]
    values["lang"] = title.flatMap(lang)
    return values
  }
}

extension Theme {
  /// The title for a link without a label; nil when its target has none.
  fileprivate func title(of link: ShopLink) -> Localized? {
    link.page.flatMap { content.title(ofLinkTo: $0) }
  }
}

extension SiteConfig {
  /// The contacts, preceded by `support_email` if they have no email address.
  var shownContacts: [Contact] {
    guard !storefront.contacts.isEmpty, storefront.email == nil, let supportEmail else {
      return storefront.contacts
    }
    return [.email(supportEmail)] + storefront.contacts
  }
}

extension Contact {
  /// The contact as text.
  func text(in language: LanguageTag) -> String {
    switch self {
    case .email(let address): address.text
    case .telegram(let name): name.hasPrefix("+") ? "t.me/\(name)" : "@\(name)"
    case .weChat(let id): id
    case .qq(let number): number
    case .whatsApp(let digits): "+\(digits)"
    case .hours(let hours): hours.text(in: language)
    }
  }
}

extension Edition {
  /// The properties of the share image; empty for a page that has its own picture.
  func shareImage(_ social: SocialProperties) -> SocialProperties {
    guard !social.contains(where: { $0.property == "og:image" }),
      let image = config.storefront.shareImage
    else { return [] }
    return self.social(image: image, alt: config.title.text(in: language))
  }
}

extension PageParts {
  /// The paths of the shop's pages in the menu, which marks the current one.
  var menuPaths: [String] {
    let config = theme.content.config
    return config.storefront.menu.compactMap { item in
      guard case .link(_, let target) = item, target.page != nil else { return nil }
      return target.href(in: language, of: config)
    }
  }
}
