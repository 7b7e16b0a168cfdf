package import Shop

/// The shop as its letters name it.
package struct ShopIdentity: Equatable, Sendable {
  /// By language; the other language's stands in where one is missing.
  package let titles: [Language: String]
  /// The public site, absolute, without a trailing slash.
  package let baseURL: String
  /// The worker's public address, absolute, without a trailing slash: order pages live there.
  package let workerURL: String
  package let from: EmailAddress
  package let support: EmailAddress
  /// `#rrggbb`.
  package let accent: String
  /// By which a code's last day is told.
  package let calendar: ShopCalendar

  package init(
    titles: [Language: String],
    baseURL: String,
    workerURL: String,
    from: EmailAddress,
    support: EmailAddress,
    accent: String = "#1f4fd8",
    calendar: ShopCalendar = .utc
  ) {
    self.titles = titles
    self.baseURL = baseURL
    self.workerURL = workerURL
    self.from = from
    self.support = support
    self.accent = accent
    self.calendar = calendar
  }
}
