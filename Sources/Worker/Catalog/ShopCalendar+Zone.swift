import Foundation
package import Shop

extension ShopCalendar {
  /// The calendar of a time zone by its IANA name; nil for a name that this machine does not know.
  package init?(zone name: String) {
    guard let zone = TimeZone(identifier: name) else { return nil }
    self.init(name: name) { moment in
      Int64(zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(moment.seconds))))
    }
  }

  /// That of the shop behind a catalog; UTC where its zone is not known here.
  package init(of document: CatalogDocument) {
    self = ShopCalendar(zone: document.shop.timezone) ?? .utc
  }

  /// That of the shop behind a catalog file; UTC while there is none that can be read.
  package init(catalogPath path: String) {
    do {
      self.init(of: try CatalogDocument(path: path))
    } catch {
      self = .utc
    }
  }
}
