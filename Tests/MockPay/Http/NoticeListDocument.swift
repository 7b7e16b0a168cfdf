/// What was sent so far, for tests.
struct NoticeListDocument: Encodable {
  struct Item: Encodable {
    let id: String
    let provider: String
    let type: String
    let delivered: Bool
    /// The status of each answer; 0 where none came.
    let attempts: [Int]
    let body: String

    init(_ notice: Notice) {
      id = notice.id
      provider = notice.provider.rawValue
      type = notice.kind
      delivered = notice.isDelivered
      attempts = notice.attempts.map { $0.status ?? 0 }
      body = String(decoding: notice.content, as: UTF8.self)
    }
  }

  let events: [Item]
}
