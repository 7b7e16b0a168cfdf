package import Shop
import Text

/// A product, page or announcement that is in the shop's folder and not in its output.
package struct LeftOutProduct: Equatable, Sendable, CustomStringConvertible {
  /// Why it is left out.
  package enum Reason: Equatable, Sendable {
    /// `draft: true`.
    case draft
    /// A draft without a price, which even a preview cannot show.
    case draftWithoutPrice
    /// Its sale begins later, at the moment as written in the file.
    case notYet(from: String)
    /// Its sale is over, since the moment as written in the file.
    case over(until: String)
    /// It is the announcement, and its last day, as written in the file, is over.
    case announcementOver(until: String)
  }

  /// The path from the shop's folder, such as `content/products/steam-50.md`.
  package let file: String
  /// The slug that it would have; nil when that was refused.
  package let slug: String?
  /// Why no page shows it.
  package let reason: Reason

  package init(file: String, slug: String?, reason: Reason) {
    self.file = file
    self.slug = slug
    self.reason = reason
  }

  /// File and reason, such as `content/products/steam-50.md: draft`.
  package var description: String { "\(file): \(reason.text)" }
}

extension LeftOutProduct {
  /// The address that it would have in the shop's own language; nil when it was refused.
  var address: String? {
    let folder = "content/pages/"
    if file.hasPrefix(folder) { return "/\(file.dropFirst(folder.count).dropLast(".md".count))/" }
    return slug.map { PageRoute.product(slug: $0).plainAddress }
  }
}

extension LeftOutProduct.Reason {
  /// The reason, such as `draft`, `available from 2026-12-01` or `available until 2026-10-31`.
  package var text: String {
    switch self {
    case .draft: "draft"
    case .draftWithoutPrice: "draft without a price"
    case .notYet(let from): "available from \(from)"
    case .over(let until): "available until \(until)"
    case .announcementOver(let until): "announcement until \(until)"
    }
  }

  /// What a link to it leads to, for messages.
  var whatItIs: String {
    switch self {
    case .draft, .draftWithoutPrice: "a draft"
    case .notYet, .over: "a product \(text)"
    case .announcementOver: "an announcement"
    }
  }

  /// How to bring it back, for messages.
  var remedy: String {
    switch self {
    case .draft, .draftWithoutPrice: "publish it"
    case .notYet, .over, .announcementOver: "change its dates"
    }
  }
}

/// A moment of front matter, with its text and place.
struct WrittenMoment: Sendable {
  let moment: Timestamp
  let text: String
  let position: Position
}

extension WrittenMoment {
  /// What is wrong with what leads to a product whose sale ends at this moment; nil where that is
  /// itself gone by then, after `end`.
  func fault(
    in what: String,
    _ found: String,
    until end: Timestamp?
  ) -> (warning: Diagnostic?, message: String, hint: String?)? {
    if let end, end <= moment { return nil }
    return (
      Diagnostic.leavingLink,
      "\(what): expected a page that stays, \(found), a product available until \(text), after "
        + "which a build refuses this \(what); remove it by then",
      nil
    )
  }
}

/// When a product is on sale; without bounds always.
struct Availability: Sendable {
  let from: WrittenMoment?
  /// The last moment of its sale; for a day alone the end of that day.
  let until: WrittenMoment?

  /// Why the product is not on sale at that moment; nil when it is.
  func absence(at now: Timestamp) -> LeftOutProduct.Reason? {
    if let from, now < from.moment { return .notYet(from: from.text) }
    if let until, now > until.moment { return .over(until: until.text) }
    return nil
  }

  /// The first moment after `now` at which the sale begins or is over; nil for none.
  func change(after now: Timestamp) -> Timestamp? {
    let moments = [from?.moment, until.map { $0.moment.advanced(milliseconds: 1) }]
    return moments.compactMap { $0 }.filter { $0 > now }.min()
  }
}

/// When the shop's pages become outdated by themselves, and in which time zone.
package struct BuildSchedule: Equatable, Sendable {
  /// The first moment at which a product comes or goes; nil for none.
  package let next: Timestamp?
  /// Whether the announcement ends at that moment.
  var isAnnouncement = false
  /// The shop's time zone, if a date in its files is read by it; else nil.
  package let daysOf: ShopTimeZone?
  /// The shop's time zone.
  let zone: ShopTimeZone

  /// What happens at the moment of the next build.
  package var reason: String {
    isAnnouncement ? "when the announcement ends" : "when a product comes or goes"
  }

  /// Lines such as `next build: 2026-12-01 00:00 +08:00, when a product comes or goes`, and one
  /// about the time zone.
  package var lines: [String] {
    var lines: [String] = []
    if let daysOf {
      lines.append("days are those of \(daysOf.name); `timezone:` in \(siteConfigFile) changes it")
    }
    if let nextText { lines.append("next build: \(nextText), \(reason)") }
    return lines
  }

  /// The moment of the next build, such as `2026-12-01 00:00 +08:00`.
  package var nextText: String? { next.map(zone.text) }
}

/// What decides which products are published: the build's moment, and whether drafts are built.
struct ShopMoment: Sendable {
  let now: Timestamp
  let includesDrafts: Bool

  /// Why a product is left out; nil for one that is published.
  func absence(of fields: ProductFields) -> LeftOutProduct.Reason? {
    if fields.isDraft, fields.isUnpriced { return .draftWithoutPrice }
    if fields.isDraft, !includesDrafts { return .draft }
    return fields.availability.absence(at: now)
  }
}
