/// A value of a template.
enum TemplateValue: Sendable {
  /// Text, which `{{name}}` escapes and `{{{name}}}` does not.
  case text(String)
  /// Rendered HTML.
  case html(Markup)
  case number(Int)
  /// A flag; a section is shown if it is true.
  case flag(Bool)
  /// A list; a section is shown once for each element.
  case list([TemplateValue])
  /// Nested values, which a section sees before those around it.
  case values(TemplateValues)
}

/// The names and values of a template; setting a name to nil leaves it out.
struct TemplateValues: Sendable, ExpressibleByDictionaryLiteral {
  private(set) var byName: [String: TemplateValue]

  init(dictionaryLiteral elements: (String, any TemplateShowable)...) {
    byName = Dictionary(minimumCapacity: max(elements.count, 24))
    for (name, value) in elements { byName[name] = value.templateValue }
  }

  init(_ byName: [String: TemplateValue]) { self.byName = byName }

  /// The value of a name; setting nil removes the name.
  subscript(name: String) -> (any TemplateShowable)? {
    get { byName[name] }
    set { byName[name] = newValue?.templateValue }
  }

  /// Whether the name's value is that text.
  func isText(_ name: String, _ text: String) -> Bool {
    if case .text(text) = byName[name] { true } else { false }
  }

  /// Adds names; values of `others` replace those of the same name.
  mutating func merge(_ others: TemplateValues) {
    byName.merge(others.byName) { _, new in new }
  }
}

/// A type whose values templates can show.
protocol TemplateShowable: Sendable {
  var templateValue: TemplateValue { get }
}

extension TemplateValue: TemplateShowable {
  var templateValue: TemplateValue { self }
}

extension TemplateValues: TemplateShowable {
  var templateValue: TemplateValue { .values(self) }
}

/// HTML that templates made, in UTF-8.
struct Markup: Sendable, TemplateShowable {
  var bytes: [UInt8] = []

  var templateValue: TemplateValue { .html(self) }

  var text: String { String(decoding: bytes, as: UTF8.self) }
}

extension Sequence<Markup> {
  /// All parts, concatenated.
  func joined() -> Markup {
    var all: [UInt8] = []
    all.reserveCapacity(reduce(0) { $0 + $1.bytes.count })
    for part in self { all.append(contentsOf: part.bytes) }
    return Markup(bytes: all)
  }
}

extension String: TemplateShowable {
  var templateValue: TemplateValue { .text(self) }
}

extension Int: TemplateShowable {
  var templateValue: TemplateValue { .number(self) }
}

extension Bool: TemplateShowable {
  var templateValue: TemplateValue { .flag(self) }
}

extension Array: TemplateShowable where Element: TemplateShowable {
  var templateValue: TemplateValue { .list(map(\.templateValue)) }
}
