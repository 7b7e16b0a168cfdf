import Text

/// Finds what an SVG must not hold: it is served from the shop's origin, where its script could do
/// all that a page can.
///
/// Read as a browser reads it: names without their prefix, values with their character references
/// and CSS escapes resolved, and addresses without the blanks that a browser drops (URL Standard,
/// "basic URL parser").
struct SVGContent {
  /// What was found, its offset in the file, and what to do if that is known.
  struct Finding {
    let what: String
    let offset: Int
    var remedy: String?
  }

  /// The first thing that runs or is fetched from elsewhere; nil when there is none.
  static func finding(in bytes: [UInt8]) -> Finding? {
    guard !bytes.starts(with: [0x1F, 0x8B]) else {
      return Finding(what: "packed text (gzip)", offset: 0)
    }
    guard !bytes.starts(with: [0xFE, 0xFF]), !bytes.starts(with: [0xFF, 0xFE]),
      !bytes.prefix(64).contains(0)
    else { return Finding(what: "text that is not in UTF-8", offset: 0) }
    var reader = SVGContent(bytes: bytes)
    while let finding = reader.next() {
      if let what = finding.what { return Finding(what: what, offset: finding.offset) }
    }
    return nil
  }

  /// The first thing that makes it no XML, such as an element without a matching end tag, or
  /// `&nbsp;`; nil for well-formed markup.
  ///
  /// A browser shows an error instead of such a drawing.
  static func fault(in bytes: [UInt8]) -> Finding? {
    var reader = SVGContent(bytes: bytes)
    while reader.next() != nil, reader.fault == nil {}
    if let fault = reader.fault { return fault }
    if let last = reader.open.last {
      return Finding(what: "`<\(last.what)>` that is never closed", offset: last.offset)
    }
    guard let root = reader.root, !root.hasNamespace else { return nil }
    return Finding(
      what: "no `xmlns` in its first element",
      offset: root.offset,
      remedy: "write `xmlns=\"http://www.w3.org/2000/svg\"` into it"
    )
  }

  /// Where the first element begins, if it has no `viewBox`, without which a drawing is cut instead
  /// of made smaller.
  static func rootWithoutBox(in bytes: [UInt8]) -> Int? {
    var reader = SVGContent(bytes: bytes)
    while reader.root == nil, reader.next() != nil {}
    return reader.root.flatMap { $0.hasBox ? nil : $0.offset }
  }

  private let bytes: [UInt8]
  private var index = 0
  /// What is known of the first element.
  private var root: (offset: Int, hasNamespace: Bool, hasBox: Bool)?
  /// The open elements, by their names as written.
  private var open: [Finding] = []
  /// The names that a document type gives to texts, and those of namespaces.
  private var entities: Set<String> = ["amp", "lt", "gt", "quot", "apos"]
  private var prefixes: Set<String> = ["xml", "xmlns"]
  /// The first thing that makes the file no XML.
  private var fault: Finding?
  /// Whether the text being read is that of a `style` element, which is CSS.
  private var isStyle = false

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Reads on to the end of the next piece of the file; nil at its end.
  private mutating func next() -> (what: String?, offset: Int)? {
    guard index < bytes.count else { return nil }
    let begin = index
    guard bytes[index] == UInt8(ascii: "<") else {
      let text = take(until: "<", isKept: true)
      checkText(begin..<index)
      return (isStyle ? Self.style(Self.resolved(text)) : nil, begin)
    }
    if starts("<!--") {
      if take(until: "-->").dropFirst(4).dropLast(3).contains("--") {
        note("`--` within a comment", "remove it", at: begin)
      }
      return (nil, begin)
    }
    if starts("<![CDATA[") {
      let text = take(until: "]]>")
      return (isStyle ? Self.style(text) : nil, begin)
    }
    if starts("<?xml "), begin > 0, !bytes[..<begin].elementsEqual([0xEF, 0xBB, 0xBF]) {
      note("`<?xml` behind other text", "remove what stands before it", at: begin)
    }
    if starts("<?") { return (Self.instruction(take(until: "?>")), begin) }
    if starts("<!") { return (declaration(), begin) }
    return (tag(), begin)
  }

  private func starts(_ text: String) -> Bool {
    bytes[index...].prefix(text.utf8.count).map(Self.lowered)
      .elementsEqual(text.utf8.map(Self.lowered))
  }

  private static func lowered(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte + 32 : byte
  }

  /// Takes everything up to those bytes, and the bytes themselves unless they are kept.
  private mutating func take(until end: String, isKept: Bool = false) -> String {
    let begin = index
    let end = Array(end.utf8)
    while index < bytes.count, !bytes[index...].starts(with: end) { index += 1 }
    if !isKept { index = min(bytes.count, index + end.count) }
    return String(decoding: bytes[begin..<index], as: UTF8.self).lowercased()
  }

  private static func instruction(_ text: String) -> String? {
    if text.hasPrefix("<?xml-stylesheet") { return "a foreign stylesheet" }
    // In other encodings, bytes that look like text may be markup.
    guard let encoding = text.firstMatch(of: /encoding\s*=\s*["']([^"']*)["']/)?.1 else {
      return nil
    }
    let readable = ["utf-8", "utf8", "us-ascii", "ascii", "iso-8859-1", "windows-1252"]
    return readable.contains(String(encoding)) ? nil : "text that is not in UTF-8"
  }

  /// Reads a document type up to its declarations, or one of these; returns what is forbidden.
  ///
  /// Drawing programs write entities for the names of namespaces, which hold only text. Quoted text
  /// does not end a declaration.
  private mutating func declaration() -> String? {
    let begin = index
    var quote: UInt8?
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      if let mark = quote {
        if byte == mark { quote = nil }
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
      } else if byte == 0x3E || byte == UInt8(ascii: "[") {
        break
      }
    }
    let text = String(decoding: bytes[begin..<index], as: UTF8.self).lowercased()
    if text.hasPrefix("<!entity") {
      if let name = text.firstMatch(of: /^<!entity\s+([^\s"']+)/)?.1 {
        entities.insert(String(name))
      }
      if text.contains(/["'][^"']*[<&]/) { return "an entity that holds elements" }
      return text.contains(/^[^"']*\s(?:system|public)\b/) ? "a foreign entity" : nil
    }
    if text.hasPrefix("<!attlist") { return "attributes of a document type" }
    let address = text.firstMatch(of: /["'](https?:[^"']*|\/\/[^"']*)["']/)?.1
    guard let address, address.firstMatch(of: /^https?:\/\/www\.w3\.org\//) == nil else {
      return nil
    }
    return "a foreign document type"
  }

  /// Reads a start or end tag; returns what is forbidden in it.
  private mutating func tag() -> String? {
    let begin = index
    index += 1
    let written = take { !Self.isBlank($0) && $0 != 0x3E && $0 != 0x2F || $1 == 0 }
    let name = Self.localName(written)
    // The ends of elements are told apart by capitals.
    let exact = String(decoding: bytes[(begin + 1)..<index], as: UTF8.self)
    defer { nest(exact, from: begin) }
    if !written.hasPrefix("/"), written.utf8.first.map({ $0 < 0x41 }) ?? true {
      note("a bare `<`", "write `&lt;`", at: begin)
    }
    isStyle = name == "style"
    switch name {
    case "script", "handler", "listener": return "a script"
    case "foreignobject", "iframe", "embed", "object": return "foreign content"
    default: break
    }
    var found: String?
    var (hasNamespace, hasBox) = (false, false)
    var names: [String] = [written]
    while index < bytes.count, bytes[index] != 0x3E {
      let start = index
      guard let attribute = attribute() else { continue }
      if names.dropFirst().contains(attribute.name) {
        note("`\(attribute.name)` twice in an element", "remove one of them", at: start)
      }
      names.append(attribute.name)
      if attribute.name.hasPrefix("xmlns:") { prefixes.insert(String(attribute.name.dropFirst(6))) }
      hasNamespace = hasNamespace || attribute.name.hasPrefix("xmlns")
      hasBox = hasBox || attribute.name == "viewbox"
      found = found ?? Self.attribute(attribute.name, attribute.value, of: name)
    }
    checkPrefixes(of: names, from: begin)
    root = root ?? (begin, hasNamespace, hasBox)
    index += 1
    if index >= 2, index <= bytes.count, bytes[index - 2] == 0x2F { isStyle = false }
    return found
  }

  /// Records a start or end tag.
  private mutating func nest(_ name: String, from begin: Int) {
    guard name.hasPrefix("/") else {
      if open.isEmpty, let root, root.offset < begin {
        note("a second `<\(name)>` behind its end", nil, at: begin)
      }
      let isEmpty = index >= 2 && index <= bytes.count && bytes[index - 2] == 0x2F
      if !isEmpty { open.append(Finding(what: name, offset: begin)) }
      return
    }
    guard let last = open.last, last.what == name.dropFirst() else {
      note(
        open.last.map { "`<\(name)>` where `<\($0.what)>` was to be closed" }
          ?? "`<\(name)>` that closes nothing",
        nil,
        at: begin
      )
      return
    }
    open.removeLast()
  }

  private mutating func take(while isPart: (UInt8, Int) -> Bool) -> String {
    let begin = index
    while index < bytes.count, isPart(bytes[index], index - begin) { index += 1 }
    return String(decoding: bytes[begin..<index], as: UTF8.self).lowercased()
  }

  /// Reads the next attribute; nil for a byte that begins none, which is skipped.
  private mutating func attribute() -> (name: String, value: String)? {
    let begin = index
    let name = take { byte, _ in
      !Self.isBlank(byte) && ![0x3D, 0x3E, 0x2F, 0x22, 0x27].contains(byte)
    }
    guard !name.isEmpty else {
      index += 1
      return nil
    }
    _ = take { byte, _ in Self.isBlank(byte) }
    guard index < bytes.count, bytes[index] == 0x3D else {
      note("`\(printable(name))` without a value", "write `=\"…\"` behind it", at: begin)
      return (name, "")
    }
    index += 1
    _ = take { byte, _ in Self.isBlank(byte) }
    guard index < bytes.count else { return (name, "") }
    let mark = bytes[index]
    guard mark == 0x22 || mark == 0x27 else {
      note("the value of `\(printable(name))` without quotation marks", "put it in `\"`", at: begin)
      return (name, take { byte, _ in !Self.isBlank(byte) && byte != 0x3E })
    }
    index += 1
    let start = index
    let value = take { byte, _ in byte != mark }
    checkText(start..<index, isValue: true)
    index += 1
    return (name, value)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  private static func localName(_ name: String) -> String {
    String(name.split(separator: ":", omittingEmptySubsequences: false).last ?? "")
  }
}

/// What makes a file no XML.
extension SVGContent {
  private mutating func note(_ what: String, _ remedy: String?, at offset: Int) {
    fault = fault ?? Finding(what: what, offset: offset, remedy: remedy)
  }

  /// Notes a `&` that begins no reference in a text or a value, and a `<` in a value.
  private mutating func checkText(_ range: Range<Int>, isValue: Bool = false) {
    for place in range where fault == nil {
      if isValue, bytes[place] == UInt8(ascii: "<") {
        note("`<` in a value", "write `&lt;`", at: place)
      }
      guard bytes[place] == UInt8(ascii: "&") else { continue }
      let rest = bytes[(place + 1)..<range.upperBound].prefix(40)
      let name = rest.firstIndex(of: UInt8(ascii: ";")).map {
        String(decoding: rest[..<$0], as: UTF8.self)
      }
      guard let name, name.contains(/^(?:#[0-9]+|#x[0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9._-]*)$/) else {
        note("a bare `&`", "write `&amp;`", at: place)
        continue
      }
      guard !name.hasPrefix("#"), !entities.contains(name.lowercased()) else { continue }
      let meant = name == "nbsp" ? "`&#160;`" : "the character itself"
      note("`&\(name);`, which HTML alone knows", "write \(meant)", at: place)
    }
  }

  /// Notes a prefix such as that of `xlink:href` that nothing declares.
  private mutating func checkPrefixes(of names: [String], from begin: Int) {
    for name in names where !name.hasPrefix("/") {
      let parts = name.split(separator: ":")
      guard parts.count > 1, !prefixes.contains(String(parts[0])) else { continue }
      let address = parts[0] == "xlink" ? "http://www.w3.org/1999/xlink" : "…"
      note(
        "`\(printable(name))` without `xmlns:\(printable(String(parts[0])))`",
        "write `xmlns:\(printable(String(parts[0])))=\"\(address)\"` into its first element",
        at: begin
      )
    }
  }
}

/// What elements, attributes and styles must not hold.
extension SVGContent {
  private static let animations = ["set", "animate", "animatemotion", "animatetransform"]

  private static func attribute(_ name: String, _ raw: String, of element: String) -> String? {
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
  private static func style(_ text: String) -> String? {
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
  private static func resolved(_ text: String) -> String {
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
