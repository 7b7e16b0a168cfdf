import Shop

/// The lines of a day's statement that cannot be read: each is named for a person to look at, and
/// the other lines still count.
struct UnreadLines {
  /// More of them mean another format rather than single mistakes.
  private static let most = 100

  private let provider: Provider
  private let day: CivilDate
  private var count = 0

  init(of provider: Provider, on day: CivilDate) {
    self.provider = provider
    self.day = day
  }

  /// The entry for one of them; `id` says where it stands.
  mutating func line(_ id: String) throws(ProviderError) -> Statement.Line {
    count += 1
    guard count <= Self.most, let currency = Currency("CNY") else {
      throw .untrusted("\(provider.rawValue)'s statement of \(day): \(id) does not fit, as others")
    }
    return Statement.Line(
      provider: provider,
      id: id,
      kind: .unread,
      paymentID: nil,
      reference: nil,
      amount: Money(minorUnits: 0, currency: currency),
      fee: nil,
      at: day.firstMoment
    )
  }
}
