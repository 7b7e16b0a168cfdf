import Hummingbird

/// Which part of a list a request wants: a span of time and a page of it.
struct ListRange {
  private let from: Int64
  private let until: Int64
  private let limit: Int
  private let after: String?

  init(_ request: Request) throws(StripeError) {
    var fields = try FormFields(form: request.uri.query ?? "")
    from = try Self.moment("created[gte]", &fields) ?? 0
    let exclusive = try Self.moment("created[lt]", &fields)
    let inclusive = try Self.moment("created[lte]", &fields)
    until = inclusive ?? exclusive.map { $0 - 1 } ?? .max
    after = fields.take("starting_after")
    let text = fields.take("limit") ?? "10"
    guard let limit = Int(text), (1...100).contains(limit) else {
      throw .invalid("limit: expected 1 to 100, found \(text)", parameter: "limit")
    }
    self.limit = limit
  }

  func contains(_ moment: Int64) -> Bool { from <= moment && moment <= until }

  /// A page of what is in the list, the newest first.
  func page<Item: Encodable>(
    _ items: [Item],
    url: String,
    id: (Item) -> String
  ) throws(StripeError) -> ListDocument {
    let (page, hasMore) = try cut(items, id: id)
    return ListDocument(data: page.map(AnyDocument.init), has_more: hasMore, url: url)
  }

  /// A page of events, with the bytes that were sent.
  func page(raw notices: [Notice]) throws(StripeError) -> [UInt8] {
    let wanted = notices.filter { contains($0.firstDueAt / 1000) }
    let (page, hasMore) = try cut(wanted) { $0.id }
    let list = page.map { String(decoding: $0.content, as: UTF8.self) }.joined(separator: ",\n")
    let text = """
      {"object": "list", "has_more": \(hasMore), "url": "/v1/events", "data": [\(list)]}
      """
    return Array(text.utf8)
  }

  private func cut<Item>(
    _ items: [Item],
    id: (Item) -> String
  ) throws(StripeError) -> ([Item], hasMore: Bool) {
    var rest = items[...]
    if let after {
      guard let index = rest.firstIndex(where: { id($0) == after }) else {
        throw .noSuch("object", after)
      }
      rest = rest[(index + 1)...]
    }
    return (Array(rest.prefix(limit)), rest.count > limit)
  }

  private static func moment(
    _ name: String,
    _ fields: inout FormFields
  ) throws(StripeError) -> Int64? {
    guard let text = fields.take(name) else { return nil }
    guard let moment = Int64(text), moment >= 0 else {
      throw .invalid("\(name): expected Unix seconds, found \(text)", parameter: name)
    }
    return moment
  }
}
