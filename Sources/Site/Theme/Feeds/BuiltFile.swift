/// The names of the files that every build makes at the shop's root, besides the shop's own pages.
package enum BuiltFile {
  static let robots = "robots.txt"
  static let sitemap = "sitemap.xml"
  static let catalog = "catalog.json"
  static let merchant = "merchant.tsv"
  /// The page for missing addresses, of which each language has one in its folder.
  package static let missing = "404.html"

  /// All of them, and the feeds.
  static let all =
    [robots, sitemap, catalog, merchant, missing] + FeedFormat.allCases.map(\.fileName)
}
