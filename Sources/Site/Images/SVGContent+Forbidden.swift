import Text

/// What elements, attributes and styles must not hold.
extension SVGContent {
  private static let animations = ["set", "animate", "animatemotion", "animatetransform"]

  static func attribute(_ name: String, _ raw: String, of element: String) -> String? {
    guard name != "xmlns", !name.hasPrefix("xmlns:") else { return nil }
    let value = resolved(raw)
    let local = localName(name)
    if local.hasPrefix("on"), local.count > 2 { return "an event handler" }
    if name == "xml:base" { return "a base of references" }
    if local == "attributename", animations.contains(element) {
      let target = localName(value.filter { !$0.isWhitespace })
      if ["href", "src", "style"].contains(target) || target.hasPrefix("on") {
        return "a reference that changes"
      }
    }
    if ["href", "src"].contains(local), let what = reference(value) { return what }
    return style(value)
  }

  /// What is forbidden in a reference, which may lead to this file, the shop or a raster image.
  private static func reference(_ value: String) -> String? {
    if value.hasPrefix("&") { return "an entity in a reference" }
    let address = String(
      String.UnicodeScalarView(value.unicodeScalars.filter { $0.value > 0x20 && $0.value != 0x7F })
    )
    .replacing("\\", with: "/")
    if address.hasPrefix("//") { return "a foreign reference" }
    guard let scheme = address.firstMatch(of: /^([a-z][a-z0-9+.-]*):/)?.1 else { return nil }
    let isRaster =
      scheme == "data"
      && address.contains(/^data:image\/(?:png|jpe?g|gif|webp|avif|bmp)[;,]/)
    return isRaster ? nil : "a foreign reference"
  }

  /// What is forbidden in CSS, or in a value, since many attributes of a drawing are styles.
  static func style(_ text: String) -> String? {
    guard ["url", "image", "src(", "@", "\\"].contains(where: text.contains) else { return nil }
    let text = withoutStyleEscapes(withoutStyleComments(text)).lowercased()
    if text.contains("@import") { return "a foreign stylesheet" }
    if text.contains("image-set(") {
      if text.contains("//") { return "a foreign reference" }
      for string in text.matches(of: /["']([^"']*)["']/) {
        if let what = reference(String(string.1)) { return what }
      }
    }
    for match in text.matches(of: /(?:url|image-set|src|image)\(\s*(&?)["']?([^"')]*)/) {
      if !match.1.isEmpty { return "an entity in a reference" }
      // A font within the file is loaded from nowhere.
      let isFont = match.2.contains(/^data:(?:font\/|application\/(?:x-|vnd\.ms-)?font)/)
      if isFont || text.contains("@font-face") && match.2.hasPrefix("data:application/octet-stream")
      {
        continue
      }
      if let what = reference(String(match.2)) { return what }
    }
    return nil
  }

  /// A text with character references and XML's five entities replaced by their characters.
  static func resolved(_ text: String) -> String {
    guard text.contains("&") else { return text }
    return text.replacing(/&(?:#x([0-9a-f]+)|#([0-9]+)|(amp|lt|gt|quot|apos));/) { match in
      if let name = match.3 {
        return ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"][String(name)] ?? ""
      }
      let number = match.1.flatMap { UInt32($0, radix: 16) } ?? match.2.flatMap { UInt32($0) }
      return number.flatMap(Unicode.Scalar.init).map { String($0) } ?? "?"
    }
    .lowercased()
  }
}
