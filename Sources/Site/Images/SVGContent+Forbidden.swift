import Text

/// What elements, attributes and styles must not hold.
extension SVGContent {
  private static let animations = ["set", "animate", "animatemotion", "animatetransform"]

  /// What is forbidden in an attribute, whose name and value are in small letters.
  static func attribute(_ name: String, _ value: String, of element: String) -> String? {
    guard name != "xmlns", !name.hasPrefix("xmlns:") else { return nil }
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
    // By bytes, since a character may be one with an accent behind it.
    let address = value.utf8.filter { $0 > 0x20 && $0 != 0x7F }
      .map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: "/") : $0 }
    if address.starts(with: "//".utf8) { return "a foreign reference" }
    let scheme = address.prefix { $0 != UInt8(ascii: ":") }
    guard scheme.count < address.count, let first = scheme.first, 97...122 ~= first,
      scheme.allSatisfy({ 97...122 ~= $0 || 48...57 ~= $0 || "+.-".utf8.contains($0) })
    else { return nil }
    let data = "data:image/".utf8
    let kind = address.dropFirst(data.count).prefix { !";,".utf8.contains($0) }
    let isRaster =
      address.starts(with: data) && rasters.contains(String(decoding: kind, as: UTF8.self))
      && address.count > data.count + kind.count
    return isRaster ? nil : "a foreign reference"
  }

  private static let rasters = ["png", "jpg", "jpeg", "gif", "webp", "avif", "bmp"]

  /// What is forbidden in CSS, or in a value, since many attributes of a drawing are styles.
  static func style(_ text: String) -> String? {
    guard ["url", "image", "src(", "@", "\\"].contains(where: text.contains) else { return nil }
    let text = withoutStyleEscapes(withoutStyleComments(text)).lowercased()
    if text.contains("@import") { return "a foreign stylesheet" }
    if text.contains("image-set(") {
      if text.contains("//") { return "a foreign reference" }
      let parts = text.utf8.split(omittingEmptySubsequences: false) { "\"'".utf8.contains($0) }
      for (index, string) in parts.enumerated() where index % 2 == 1 {
        if let what = reference(String(decoding: string, as: UTF8.self)) { return what }
      }
    }
    let bytes = Array(text.utf8)
    var index = 0
    while let bracket = bytes[index...].firstIndex(of: UInt8(ascii: "(")) {
      index = bracket + 1
      guard functions.contains(where: { bytes[..<bracket].suffix($0.count).elementsEqual($0) })
      else { continue }
      var value = bytes[index...].drop { $0 <= 0x20 }
      if value.first == UInt8(ascii: "&") { return "an entity in a reference" }
      if value.first == UInt8(ascii: "\"") || value.first == UInt8(ascii: "'") {
        value = value.dropFirst()
      }
      value = value.prefix { !"\"')".utf8.contains($0) }
      index = value.endIndex
      // A part of the drawing itself.
      guard value.first != UInt8(ascii: "#") else { continue }
      let address = String(decoding: value, as: UTF8.self)
      // A font within the file is loaded from nowhere.
      let isFont =
        fonts.contains(where: address.hasPrefix)
        || address.hasPrefix("data:application/octet-stream") && text.contains("@font-face")
      if !isFont, let what = reference(address) { return what }
    }
    return nil
  }

  /// What takes an address in CSS.
  private static let functions = ["url", "image-set", "src", "image"].map { Array($0.utf8) }
  private static let fonts = [
    "data:font/", "data:application/font", "data:application/x-font",
    "data:application/vnd.ms-font",
  ]

  /// Reads the declaration of an entity; returns what is forbidden in it.
  ///
  /// What a browser would read again as markup stays forbidden: `<`, and a `&` that character
  /// references make or that names an entity which is not known yet.
  mutating func entity(_ written: String) -> String? {
    let head = written.dropFirst("<!entity".count).drop(while: \.isWhitespace)
    let name = head.prefix { !$0.isWhitespace && $0 != "\"" && $0 != "'" }
    let rest = head.dropFirst(name.count).drop(while: \.isWhitespace)
    guard let mark = rest.first, mark == "\"" || mark == "'" else { return "a foreign entity" }
    let raw = rest.dropFirst().prefix { $0 != mark }
    let value = expanded(String(raw))
    // These cannot be given another meaning.
    if Self.builtIn[String(name)] != nil { return nil }
    guard !value.utf8.contains(where: "<&".utf8.contains) else {
      return "an entity that holds elements"
    }
    guard value.utf8.count <= Self.longestEntity else { return "an entity of endless text" }
    // The first one counts.
    guard name != "%", entities[String(name)] == nil else { return nil }
    entities[String(name)] = value
    let references = raw.split(separator: "&", omittingEmptySubsequences: false).dropFirst()
    if references.contains(where: { !$0.hasPrefix("#") }) { compounds.insert(String(name)) }
    return nil
  }

  /// The most bytes that an entity stands for.
  private static let longestEntity = 4096

  /// The most bytes of a reference behind its `&`.
  static let longestReference = 256

  /// A text with its references replaced by what they stand for; unknown ones stay.
  func expanded(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    var result = ""
    var rest = text[...]
    while let sign = rest.utf8.firstIndex(of: UInt8(ascii: "&")) {
      result += rest[..<sign]
      rest = rest[sign...]
      let name = rest.utf8.dropFirst().prefix(Self.longestReference)
        .prefix { $0 != UInt8(ascii: ";") }
      let reference = String(decoding: name, as: UTF8.self)
      let known =
        reference.hasPrefix("#")
        ? Self.character(reference)
        : Self.builtIn[reference.lowercased()] ?? entities[reference]
      if let known, rest.utf8.count > name.count + 1 {
        result += known
        rest = rest[rest.utf8.index(sign, offsetBy: name.count + 2)...]
      } else {
        result += "&"
        rest = rest.dropFirst()
      }
    }
    return result + rest
  }

  static let builtIn = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'"]

  /// The character of a reference such as `#160` or `#xA0`; nil for one that XML does not have.
  static func character(_ reference: String) -> String? {
    let digits = reference.dropFirst()
    let isHex = digits.hasPrefix("x") || digits.hasPrefix("X")
    guard (isHex ? digits.dropFirst() : digits).first != "+",
      let number = isHex ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits),
      number >= 0x20 || [0x09, 0x0A, 0x0D].contains(number), number & 0xFFFE != 0xFFFE
    else { return nil }
    return Unicode.Scalar(number).map { String($0) }
  }
}
