/// What a template shows for a name.
enum TemplateValue: Sendable {
  /// Escaped by `{{name}}`, as it is by `{{{name}}}`.
  case text(String)
  /// What was rendered before.
  case html(Markup)
  case number(Int)
  /// False is no value to a section.
  case flag(Bool)
  /// A section is shown once for each; an empty one is no value.
  case list([TemplateValue])
  /// A section sees these names before those around it.
  case values(TemplateValues)
}

/// What a template sees: names and their values; a name without a value is left out.
struct TemplateValues: Sendable, ExpressibleByDictionaryLiteral {
  private(set) var byName: [String: TemplateValue]

  init(dictionaryLiteral elements: (String, any TemplateShowable)...) {
    byName = Dictionary(minimumCapacity: max(elements.count, 24))
    for (name, value) in elements { byName[name] = value.templateValue }
  }

  init(_ byName: [String: TemplateValue]) { self.byName = byName }

  /// Setting nil takes the name away.
  subscript(name: String) -> (any TemplateShowable)? {
    get { byName[name] }
    set { byName[name] = newValue?.templateValue }
  }

  /// Whether the name stands for that text.
  func isText(_ name: String, _ text: String) -> Bool {
    if case .text(text) = byName[name] { true } else { false }
  }

  /// Adds names; those of `others` take the place of these.
  mutating func merge(_ others: TemplateValues) {
    byName.merge(others.byName) { _, new in new }
  }
}

/// What can stand behind a name of a template.
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
  /// One after the other.
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
