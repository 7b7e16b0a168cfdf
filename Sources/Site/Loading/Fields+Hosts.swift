import Shop
import Text

/// What `site.yaml` says of the place where the pages are put.
extension Fields {
  /// One host or several; none where the key is missing.
  mutating func hosts() -> [Host] {
    guard let value = value("host") else { return [] }
    let isList = if case .list = value.kind { true } else { false }
    let found = isList ? texts("host") : text("host").map { [$0] } ?? []
    return found.compactMap { choice($0, "host", of: Host.self) }
  }
}
