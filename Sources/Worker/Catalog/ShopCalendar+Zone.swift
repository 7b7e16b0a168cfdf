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

  /// The calendar of a catalog's shop; UTC when this machine does not know its zone.
  package init(of document: CatalogDocument) {
    self = ShopCalendar(zone: document.shop.timezone) ?? .utc
  }

  /// The calendar of a catalog file's shop; UTC when the file cannot be read.
  package init(catalogPath path: String) {
    do {
      self.init(of: try CatalogDocument(path: path))
    } catch {
      self = .utc
    }
  }
}
