/// The theme's templates, parsed; a shop's own replace the built-in ones by name.
struct Templates: Sendable {
  /// The templates that the pages are made of.
  enum Name: String, CaseIterable {
    case layout, navigation, card, home, product, list, pager, search, text, missing
    case viewed, contacts, announcement
    case siteFooter = "site-footer"
  }

  /// The text of `site.css`, which is not a template.
  let stylesheet: String
  private let all: [String: Template]

  /// `overrides` is by name without `.mustache`; `site.css.mustache` replaces the stylesheet, and
  /// `extra.css` follows it.
  init(overrides: [String: String]) throws(ThemeProblem) {
    var texts = Self.builtIn.merging(overrides) { _, own in own }
    let rules = texts.removeValue(forKey: Self.stylesheetName) ?? ""
    let extra = texts.removeValue(forKey: Self.extraStylesName)
    stylesheet = extra.map { rules + "\n" + $0 } ?? rules
    var all: [String: Template] = [:]
    for (name, text) in texts.sorted(by: { $0.key < $1.key }) {
      all[name] = try Self.template(text, file: "\(name).mustache")
    }
    self.all = try Self.indented(all, texts)
  }

  /// Renders a template.
  func render(_ name: Name, _ values: TemplateValues) -> Markup {
    var output: [UInt8] = []
    output.reserveCapacity(name == .layout ? 24_576 : 4096)
    all[name.rawValue]?.render(values, with: all, into: &output)
    // All pages of a shop are in memory at once, so unused capacity is given up.
    return Markup(
      bytes: Array(unsafeUninitializedCapacity: output.count) { buffer, count in
        count = buffer.initialize(fromContentsOf: output)
      }
    )
  }

  /// The theme's stylesheet, which `site/templates/site.css.mustache` replaces unchanged.
  static let stylesheetName = "site.css"

  /// `site/templates/extra.css`, which follows the theme's rules unchanged.
  static let extraStylesName = "extra.css"

  /// Empty templates that a shop may replace, at the end of `<head>` and of the footer.
  static let hooks = ["head", "footer"]

  private static func template(_ text: String, file: String) throws(ThemeProblem) -> Template {
    do throws(TemplateFault) {
      return try Template(Array(text.utf8))
    } catch {
      let line = 1 + text.utf8.prefix(error.offset).count { $0 == UInt8(ascii: "\n") }
      throw .syntax(file: file, line: line, reason: error.reason)
    }
  }

  /// Adds copies of partials that are indented: each of their lines begins with the blanks before
  /// the tag.
  private static func indented(
    _ all: [String: Template],
    _ texts: [String: String]
  ) throws(ThemeProblem) -> [String: Template] {
    var all = all
    var shown = all.values.flatMap(\.partials)
    while let name = shown.popLast() {
      let plain = name.drop { $0 == " " || $0 == "\t" }
      let blanks = name.prefix(name.count - plain.count)
      guard all[name] == nil, blanks.count <= mostBlanks, let text = texts[String(plain)] else {
        continue
      }
      let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0.isEmpty ? "" : blanks + $0 }
      let template = try template(lines.joined(separator: "\n"), file: "\(plain).mustache")
      all[name] = template
      shown += template.partials
    }
    return all
  }

  /// The most blanks, which ends a partial that includes itself indented.
  private static let mostBlanks = 64

  /// The theme's templates, by name.
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
      "checklist": PackageResources.checklist_mustache,
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

/// Why the theme cannot be used, which only a shop's own template can cause.
package enum ThemeProblem: Error, Equatable, CustomStringConvertible {
  /// A template cannot be read. `file` is its name, such as `product.mustache`; `line` counts from
  /// 1.
  case syntax(file: String, line: Int, reason: String)

  /// `FILE:LINE: error: REASON`.
  package var description: String {
    switch self {
    case .syntax(let file, let line, let reason): "\(file):\(line): error: \(reason)"
    }
  }
}
