import Shop

/// How wide an image is drawn, for the browser's choice among its copies.
enum DrawnWidth: String {
  /// In a text, as wide as its lines.
  case prose = "(min-width: 640px) 608px, 100vw"
  /// On a shelf of cards: four in a row, two on a phone.
  case card = "(min-width: 1152px) 264px, (min-width: 720px) 25vw, 50vw"
  /// By itself on a product's page.
  case page = "(min-width: 960px) 608px, (min-width: 512px) 480px, 100vw"
}

extension SiteContent {
  /// The attributes `width`, `height` and perhaps `srcset` of an image by its path from the root,
  /// with a space in front; nothing for one that is not known.
  func imageAttributes(_ path: String, sizes: DrawnWidth) -> String {
    guard let image = images[path] else { return "" }
    let size = " width=\"\(image.width)\" height=\"\(image.height)\""
    guard !image.variants.isEmpty else { return size }
    let sources =
      image.variants.map { "\(Address.encode($0.path)) \($0.width)w" }
      + ["\(Address.encode(path)) \(image.width)w"]
    let list = sources.joined(separator: ", ").escapedForHTML
    return "\(size) srcset=\"\(list)\" sizes=\"\(sizes.rawValue)\""
  }
}
