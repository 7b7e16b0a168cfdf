import Foundation

/// The JSON Schema of a product's front matter, for editors that complete and check it.
///
/// The categories and scenarios are those of the shop; without a shop there they are any text.
package func productSchema(shop: String) throws -> String {
  let found = ShopFiles(of: shop)
  let spoken = ShopWords(found.words, shop: shop).phrases.spokenLanguages
  let files = found.content.compactMap { ContentPlace($0.name, among: spoken) }
  let keys = { (folder: String) in
    files.filter { $0.translation == nil && $0.original.hasPrefix("content/\(folder)/") }
      .map(\.name)
  }
  let properties = ProductKey.all.map { key in
    (name: key.name, value: Optional(key.schema(declared: keys)))
  }
  let schema = JSONText.object([
    ("$schema", .text("http://json-schema.org/draft-07/schema#")),
    ("title", .text("Front matter of a Cardstock product")),
    ("type", .text("object")),
    ("additionalProperties", .flag(false)),
    ("required", .list(ProductKey.required.map(JSONText.text))),
    ("properties", .object(properties)),
  ])
  let object = try JSONSerialization.jsonObject(with: Data(schema.script.utf8))
  let data = try JSONSerialization.data(
    withJSONObject: object,
    options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  )
  return String(decoding: data, as: UTF8.self)
}

extension ProductKey {
  fileprivate func schema(declared: (String) -> [String]) -> JSONText {
    .object([("description", .text(text))] + members(declared: declared))
  }

  private func members(declared: (String) -> [String]) -> [(name: String, value: JSONText?)] {
    switch shape {
    case .line(let limit): string([("minLength", .number(1)), ("maxLength", .number(limit))])
    case .words(let words): string([("enum", list(words))])
    case .pattern(let pattern): string([("pattern", .text(pattern))])
    case .amount:
      [("type", list(["string", "number"])), ("pattern", .text("^[0-9]+(\\.[0-9]+)?$"))]
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
    case .declared(let folder, let isList):
      isList ? array(oneOf(declared(folder))) : oneOf(declared(folder))
    case .regions:
      [
        (
          "oneOf",
          .list([
            .object(string([("pattern", .text("^([A-Z]{2}|GLOBAL)$"))])),
            .object(array(string([("pattern", .text("^[A-Z]{2}$"))]))),
          ])
        )
      ]
    }
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
