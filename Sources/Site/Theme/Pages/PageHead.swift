import Shop

/// The content of a page's `<head>`.
struct PageHead {
  var title: String
  var description: String
  /// The page's route; nil for `404.html`, which has no address.
  var route: PageRoute?
  /// The languages of its text; nil for all of the shop's.
  var languages: [LanguageTag]?
  /// The pages before and after it in a list.
  var previous: PageRoute?
  var next: PageRoute?
  /// The key of the category that the navigation marks; empty for none.
  var category = ""
  /// Open Graph's `og:type`.
  var kind = "website"
  /// More Open Graph properties.
  var social: SocialProperties = []
  /// JSON-LD, ready for a script element.
  var structured: String?

  /// The values for `layout.mustache`.
  func values(in edition: Edition) -> TemplateValues {
    let config = edition.config
    let shop = config.title.text(in: edition.language)
    let full = title == shop ? shop : "\(title) – \(shop)"
    var values: TemplateValues = ["title": full]
    values["description"] = description.isEmpty ? nil : description
    values["structured"] = structured
    guard let route else {
      values["hidden"] = true
      return values
    }
    let address = edition.theme.address
    let spoken = languages ?? config.languages
    // The canonical page of an untranslated one is that in the shop's own language.
    let isTranslated = spoken.contains(edition.language)
    let language = isTranslated ? edition.language : config.language
    let url = address.url(route.canonical, in: language)
    values["canonical"] = url
    values["previous"] = previous.map { address.path($0, in: edition.language) }
    values["next"] = next.map { address.path($0, in: edition.language) }
    values["feeds"] = edition.feedLinks(of: route)
    let social = self.social + edition.shareImage(self.social)
    let properties =
      [
        ("og:title", title), ("og:type", kind), ("og:url", url), ("og:site_name", shop),
        ("og:description", description),
      ] + edition.socialLocales + social
    values["social"] = properties.filter { !$0.1.isEmpty }
      .map { ["property": $0.0, "content": $0.1] as TemplateValues }
    let hasImage = social.contains { $0.property == "og:image" }
    values["twitter"] = hasImage ? "summary_large_image" : "summary"
    guard config.languages.count > 1 else { return values }
    // Only a canonical page names its translations.
    if route == route.canonical, isTranslated, spoken.count > 1 {
      values["alternates"] = address.alternates(route, languages: spoken)
        .map { ["lang": $0.lang, "href": $0.url] as TemplateValues }
    }
    values["hasSwitch"] = true
    values["switch"] = config.languages.filter { $0 != edition.language }.map {
      other -> TemplateValues in
      [
        "href": address.path(route, in: other), "lang": other.tag,
        "name": config.phrases(in: other)[.languageName],
        "otherDir": other.direction == edition.language.direction ? [] : [other.direction],
      ]
    }
    return values
  }
}

extension Address {
  /// The page's URL in each language, and the default one as `x-default`.
  func alternates(_ route: PageRoute, languages: [LanguageTag]) -> [(lang: String, url: String)] {
    let each = languages.map { (lang: $0.tag, url: url(route, in: $0)) }
    return each + languages.prefix(1).map { (lang: "x-default", url: url(route, in: $0)) }
  }
}
