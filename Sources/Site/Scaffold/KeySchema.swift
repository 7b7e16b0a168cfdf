import Foundation

/// The files whose keys the reference names, and which have a JSON Schema.
package enum KeyedFile: String, CaseIterable, Sendable {
  case site, product
  /// A category or a scenario.
  case term
  case page
  /// A translation of a product, term or page.
  case translation

  var keys: [FileKey] {
    switch self {
    case .site: FileKey.site
    case .product: FileKey.product
    case .term: FileKey.term
    case .page: FileKey.page
    case .translation: FileKey.translation
    }
  }

  var required: [String] {
    switch self {
    case .site: FileKey.siteRequired
    case .product: FileKey.productRequired
    case .term, .page, .translation: FileKey.titleRequired
    }
  }

  fileprivate var title: String {
    switch self {
    case .site: "Settings of a Cardstock shop"
    case .product: "Front matter of a Cardstock product"
    case .term: "Front matter of a Cardstock category or scenario"
    case .page: "Front matter of a Cardstock page"
    case .translation: "Front matter of a Cardstock translation"
    }
  }
}

/// The JSON Schema of a file's keys, for editors that complete and check them.
///
/// The categories and scenarios are those of the shop; without a shop any text is accepted.
package func jsonSchema(of file: KeyedFile, shop: String) throws -> String {
  let found = ShopFiles(of: shop)
  let spoken = ShopWords(found.words, shop: shop).phrases.spokenLanguages
  let files = found.content.compactMap { ContentPlace($0.name, among: spoken) }
  let keys = { (folder: String) in
    files.filter { $0.translation == nil && $0.original.hasPrefix("content/\(folder)/") }
      .map(\.name)
  }
  let properties = file.keys.map { key in
    (name: key.name, value: Optional(key.schema(declared: keys)))
  }
  let translated = file.keys.filter(\.isTranslated).map { key in
    (name: "^\(key.name)_[A-Za-z-]+$", value: Optional(key.schema(declared: keys)))
  }
  let schema = JSONText.object([
    ("$schema", .text("http://json-schema.org/draft-07/schema#")),
    ("title", .text(file.title)),
    ("type", .text("object")),
    ("additionalProperties", .flag(false)),
    ("required", .list(file.required.map(JSONText.text))),
    ("properties", .object(properties)),
    ("patternProperties", translated.isEmpty ? nil : .object(translated)),
  ])
  let object = try JSONSerialization.jsonObject(with: Data(schema.script.utf8))
  let data = try JSONSerialization.data(
    withJSONObject: object,
    options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  )
  return String(decoding: data, as: UTF8.self)
}

extension FileKey {
  fileprivate func schema(declared: (String) -> [String]) -> JSONText {
    .object([("description", .text(text))] + members(declared: declared))
  }

  private func members(declared: (String) -> [String]) -> [(name: String, value: JSONText?)] {
    switch shape {
    case .line(let limit): string([("minLength", .number(1)), ("maxLength", .number(limit))])
    case .words(let words): string([("enum", list(words))])
    case .pattern(let pattern): string([("pattern", .text(pattern))])
    case .amount: Self.amount
    case .amounts: Self.amounts
    case .number(let range):
      [
        ("type", .text("integer")), ("minimum", .number(range.lowerBound)),
        ("maximum", .number(range.upperBound)),
      ]
    case .flag: [("type", .text("boolean"))]
    case .moment: string([("pattern", .text(Self.momentPattern))])
    case .lines(let limit):
      array(string([("minLength", .number(1)), ("maxLength", .number(limit))]))
    case .listOfWords(let words): array(string([("enum", list(words))]))
    case .wordOrList(let words):
      [
        (
          "oneOf",
          .list([
            .object(string([("enum", list(words))])),
            .object(array(string([("enum", list(words))]))),
          ])
        )
      ]
    case .mapping(let keys):
      [
        ("type", .text("object")), ("additionalProperties", .flag(false)),
        (
          "properties",
          .object(keys.map { ($0.name, Optional($0.schema(declared: declared))) })
        ),
        (
          "patternProperties",
          .object(
            keys.filter(\.isTranslated).map { key in
              ("^\(key.name)_[A-Za-z-]+$", Optional(key.schema(declared: declared)))
            }
          )
        ),
      ]
    case .links(let words, let keys):
      array(links(to: words, or: FileKey.entry(keys).members(declared: declared)))
    case .named(let keys):
      [
        ("type", .text("object")),
        ("propertyNames", .object([("pattern", .text("^[a-z0-9-]{1,30}$"))])),
        (
          "additionalProperties",
          .object(FileKey.entry(keys).members(declared: declared))
        ),
      ]
    case .entries(let keys):
      [
        ("type", .text("array")),
        ("items", .object(FileKey.entry(keys).members(declared: declared))),
      ]
    case .headers: Self.headerMembers
    case .labels:
      array(string([("minLength", .number(1)), ("pattern", .text("^[a-z0-9-]+$"))]))
    case .params: paramMembers()
    case .declared(let folder, let isList):
      isList ? array(oneOf(declared(folder))) : oneOf(declared(folder))
    case .regions: regionMembers()
    }
  }

  private static var amount: Members {
    [
      ("type", .list([.text("string"), .text("number")])),
      ("pattern", .text("^[0-9]+(\\.[0-9]+)?$")),
    ]
  }

  /// The members of amounts by currency.
  private static var amounts: Members {
    [
      ("type", .text("object")),
      ("propertyNames", .object([("pattern", .text("^[A-Z]{3}$"))])),
      ("additionalProperties", .object(amount)),
    ]
  }

  /// The members of `headers`: addresses from the root, each with names and texts.
  private static var headerMembers: Members {
    [
      ("type", .text("object")),
      ("propertyNames", .object([("pattern", .text("^/"))])),
      (
        "additionalProperties",
        .object([
          ("type", .text("object")),
          ("propertyNames", .object([("pattern", .text("^[A-Za-z][A-Za-z0-9-]*$"))])),
          ("additionalProperties", .object([("type", .text("string"))])),
        ])
      ),
    ]
  }

  private func regionMembers() -> Members {
    let several = array(string([("pattern", .text("^[A-Z]{2}$"))]))
    return [
      (
        "oneOf",
        .list([
          .object(string([("pattern", .text("^([A-Z]{2}|GLOBAL)$"))])), .object(several),
        ])
      )
    ]
  }

  /// A mapping with those keys, in a list or under a name.
  private static func entry(_ keys: [FileKey]) -> FileKey {
    FileKey(name: "", shape: .mapping(keys), text: "", example: "")
  }

  /// The members of a link: an address, one of the words, or a mapping.
  private func links(to words: [String], or entry: Members) -> Members {
    let address = JSONText.object(string([("pattern", .text("^(/|https?://|mailto:|tel:)"))]))
    let named = words.isEmpty ? [] : [JSONText.object(string([("enum", list(words))]))]
    return [("anyOf", .list([address, .object(entry)] + named))]
  }

  private static let momentPattern =
    "^[0-9]{4}-[0-9]{2}-[0-9]{2}([T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?(Z|[+-][0-9]{2}:[0-9]{2}))?$"

  private typealias Members = [(name: String, value: JSONText?)]

  private func list(_ words: [String]) -> JSONText { .list(words.map(JSONText.text)) }

  private func string(_ members: Members) -> Members { [("type", .text("string"))] + members }

  private func array(_ items: Members) -> Members {
    [("type", .text("array")), ("uniqueItems", .flag(true)), ("items", .object(items))]
  }

  private func oneOf(_ words: [String]) -> Members {
    words.isEmpty ? string([]) : string([("enum", list(words))])
  }
}

/// The members of `params`: texts, numbers, booleans and lists of them.
func paramMembers() -> [(name: String, value: JSONText?)] {
  let scalars = JSONText.list(["string", "number", "boolean"].map(JSONText.text))
  let kinds = JSONText.list(["string", "number", "boolean", "array"].map(JSONText.text))
  return [
    ("type", .text("object")),
    ("propertyNames", .object([("pattern", .text("^[A-Za-z][A-Za-z0-9_]{0,39}$"))])),
    (
      "additionalProperties",
      .object([("type", kinds), ("items", .object([("type", scalars)]))])
    ),
  ]
}
