import Shop

/// The stylesheet of the worker's pages, in the shop's accent colour.
enum Stylesheet {
  /// Fills in `Templates/worker.css`, where four tags stand for the accent's colours.
  static func text(accent: CatalogDocument.AccentEntry) -> String {
    let accent = accent.checked
    let colours = [
      "{{light}}": accent.light, "{{onLight}}": accent.onLight,
      "{{dark}}": accent.dark, "{{onDark}}": accent.onDark,
    ]
    let sheet = String(decoding: PackageResources.worker_css, as: UTF8.self)
    return colours.reduce(sheet) { $0.replacing($1.key, with: $1.value) }
  }
}
