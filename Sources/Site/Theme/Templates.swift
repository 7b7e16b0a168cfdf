import Mustache

/// What a template sees: names and their values; a name without a value is left out.
typealias TemplateValues = [String: Any]

/// The theme's templates, read once; a shop's own take the place of the built-in ones by name.
struct Templates: Sendable {
  /// The templates that the pages are made of.
  enum Name: String, CaseIterable {
    case layout, navigation, card, home, product, list, pager, search, text, missing
    case viewed, contacts, announcement
    case siteFooter = "site-footer"
  }

  /// The text of `site.css`: not a template.
  let stylesheet: String
  private let library: MustacheLibrary

  /// `overrides` is by name without `.mustache`; `site.css.mustache` replaces the stylesheet, and
  /// `extra.css` follows it.
  init(overrides: [String: String]) throws(ThemeProblem) {
    MustacheContentTypes.register(HTMLEscaping(), named: HTMLEscaping.name)
    var texts = Self.builtIn.merging(overrides) { _, own in own }
    let rules = texts.removeValue(forKey: Self.stylesheetName) ?? ""
    let extra = texts.removeValue(forKey: Self.extraStylesName)
    stylesheet = extra.map { rules + "\n" + $0 } ?? rules
    var library = MustacheLibrary()
    for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
      library.register(try Self.template(text, file: "\(name).mustache"), named: name)
    }
    self.library = library
  }

  /// The text with the values filled in, every `{{value}}` escaped.
  func render(_ name: Name, _ values: TemplateValues) -> String {
    library.render(values, withTemplate: name.rawValue) ?? ""
  }

  /// Not a template: `site/templates/site.css.mustache` takes its place as it is.
  static let stylesheetName = "site.css"

  /// Not a template: `site/templates/extra.css` follows the theme's rules.
  static let extraStylesName = "extra.css"

  /// Empty until a shop fills them: at the end of `<head>`, and of the footer.
  static let hooks = ["head", "footer"]

  /// The library starts every template, also a partial, with its own escaping: ours is asked for
  /// in front of the first line, where it moves no line number.
  private static func template(_ text: String, file: String) throws(ThemeProblem)
    -> MustacheTemplate
  {
    do {
      return try MustacheTemplate(string: "{{% CONTENT_TYPE: \(HTMLEscaping.name) }}" + text)
    } catch let error as MustacheTemplate.ParserError {
      throw .syntax(file: file, line: error.context.lineNumber, reason: reason(error.error))
    } catch {
      throw .syntax(file: file, line: 1, reason: "cannot be read")
    }
  }

  private static func reason(_ error: any Error) -> String {
    switch error as? MustacheTemplate.Error {
    case .sectionCloseNameIncorrect: "a section is closed that is not open; check {{/name}}"
    // Nil: the library's own error when the text ends inside a tag.
    case .unfinishedName, nil: "a tag is not finished; expected }} after its name"
    case .expectedSectionEnd: "a section is not closed; add its {{/name}}"
    case .invalidSetDelimiter: "expected new delimiters such as {{=<% %>=}}"
    default: "expected a Mustache tag"
    }
  }

  /// The theme's own, by name.
  static let builtIn: [String: String] = {
    let bytes: [String: [UInt8]] = [
      "layout": PackageResources.layout_mustache,
      "navigation": PackageResources.navigation_mustache,
      "site-footer": PackageResources.site_footer_mustache,
      "head": [],
      "footer": [],
      "card": PackageResources.card_mustache,
      "home": PackageResources.home_mustache,
      "product": PackageResources.product_mustache,
      "list": PackageResources.list_mustache,
      "pager": PackageResources.pager_mustache,
      "search": PackageResources.search_mustache,
      "text": PackageResources.text_mustache,
      "missing": PackageResources.missing_mustache,
      "viewed": PackageResources.viewed_mustache,
      "contacts": PackageResources.contacts_mustache,
      "announcement": PackageResources.announcement_mustache,
      stylesheetName: PackageResources.site_css,
    ]
    return bytes.mapValues { String(decoding: $0, as: UTF8.self) }
  }()
}
