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
    if let stray = strayByte(in: bytes) { return stray }
    var reader = SVGContent(bytes: bytes)
    while reader.next() != nil, reader.firstFault == nil {}
    if let root = reader.root, let found = reader.fault(of: root),
      found.offset <= reader.firstFault?.offset ?? found.offset
    {
      return found
    }
    if let fault = reader.firstFault { return fault }
    if let last = reader.open.last {
      return Finding(what: "`<\(last.what)>` that is never closed", offset: last.offset)
    }
    return reader.root == nil ? Finding(what: "no `<svg>`", offset: 0) : nil
  }

  /// Where the first element begins, if it has no `viewBox`, without which a drawing is cut instead
  /// of made smaller.
  static func rootWithoutBox(in bytes: [UInt8]) -> Int? {
    var reader = SVGContent(bytes: bytes)
    while reader.root == nil, reader.next() != nil {}
    return reader.root.flatMap { $0.values["viewBox"] == nil ? $0.offset : nil }
  }

  let bytes: [UInt8]
  private var index = 0
  /// The first element, with its attributes by their names as written.
  private(set) var root: (name: String, offset: Int, values: [String: String])?
  /// The open elements, by their names as written.
  private var open: [Finding] = []
  /// The texts that a document type has names for, and the prefixes of namespaces.
  var entities: [String: String] = [:]
  /// The entities that hold others, which browsers do not resolve in the name of a namespace.
  var compounds: Set<String> = []
  private(set) var prefixes: Set<String> = ["xml", "xmlns"]
  /// The first thing that makes the file no XML.
  var firstFault: Finding?
  /// The text of a `style` element up to here, which other pieces may part.
  private var css = ""

  private init(bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Reads on to the end of the next piece of the file; nil at its end.
  private mutating func next() -> (what: String?, offset: Int)? {
    let begin = index
    guard index < bytes.count else { return endOfStyle().map { ($0, begin) } }
    guard bytes[index] == UInt8(ascii: "<") else {
      let text = take(until: "<", isKept: true)
      checkText(begin..<index)
      if root != nil, open.isEmpty, let place = (begin..<index).first(where: { !isBlank(at: $0) }) {
        note("text behind its end", "remove it", at: place)
      }
      if isStyle { css += expanded(text) }
      return (nil, begin)
    }
    if starts("<!--") {
      index += 4
      // A hyphen right before the end is one within the comment.
      if take(until: "-->", orNote: "<!--", at: begin).dropLast(2).contains("--") {
        note("`--` within a comment", "remove it", at: begin)
      }
      return (nil, begin)
    }
    if starts("<![CDATA[") {
      let text = take(until: "]]>", orNote: "<![CDATA[", at: begin)
      if isStyle { css += text.dropFirst("<![CDATA[".count).dropLast("]]>".count) }
      return (nil, begin)
    }
    if starts("<?") {
      let text = take(until: "?>", orNote: "<?", at: begin)
      checkDeclaration(text, at: begin)
      return (Self.instruction(text.lowercased()), begin)
    }
    if starts("<!") { return (declaration(), begin) }
    let style = isStyle && starts("</") ? endOfStyle() : nil
    return (style ?? tag(), begin)
  }

  /// Whether the text being read is that of a `style` element, which is CSS.
  private var isStyle: Bool { open.last.map { Self.localName($0.what.lowercased()) } == "style" }

  /// What is forbidden in the text of a `style` element that ends here.
  private mutating func endOfStyle() -> String? {
    defer { css = "" }
    return css.isEmpty ? nil : Self.style(css.lowercased())
  }

  private func starts(_ text: String) -> Bool {
    bytes[index...].prefix(text.utf8.count).map(Self.lowered)
      .elementsEqual(text.utf8.map(Self.lowered))
  }

  private static func lowered(_ byte: UInt8) -> UInt8 {
    (0x41...0x5A).contains(byte) ? byte + 32 : byte
  }

  /// Takes everything up to those bytes, and the bytes themselves unless they are kept.
  ///
  /// Notes `opening`, which needs them as its end, if there are none.
  private mutating func take(
    until end: String,
    isKept: Bool = false,
    orNote opening: String? = nil,
    at place: Int = 0
  ) -> String {
    let begin = index
    let ending = Array(end.utf8)
    while index < bytes.count, !bytes[index...].starts(with: ending) { index += 1 }
    if let opening, index == bytes.count {
      note("`\(opening)` that is never closed", "write `\(end)` at its end", at: place)
    }
    if !isKept { index = min(bytes.count, index + ending.count) }
    return String(decoding: bytes[begin..<index], as: UTF8.self)
  }

  private static func instruction(_ text: String) -> String? {
    if text.hasPrefix("<?xml-stylesheet") { return "a foreign stylesheet" }
    // In other encodings, bytes that look like text may be markup.
    guard text.hasPrefix("<?xml"),
      let encoding = text.firstMatch(of: /encoding\s*=\s*["']([^"']*)["']/)?.1
    else { return nil }
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
    if bytes[index - 1] != 0x3E, bytes[index - 1] != UInt8(ascii: "[") {
      note("`<!` that is never closed", "write `>` at its end", at: begin)
    }
    let written = String(decoding: bytes[begin..<index], as: UTF8.self)
    let text = written.lowercased()
    if text.hasPrefix("<!entity") { return entity(written) }
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
    skip { !Self.isBlank($0) && $0 != 0x3E && $0 != 0x2F || $1 == 0 }
    // The ends of elements are told apart by capitals.
    let exact = String(decoding: bytes[(begin + 1)..<index], as: UTF8.self)
    let name = Self.localName(exact.lowercased())
    defer { nest(exact, from: begin) }
    if !exact.hasPrefix("/"), exact.utf8.first.map({ $0 < 0x41 }) ?? true {
      note("a bare `<`", "write `&lt;`", at: begin)
    }
    switch name {
    case "script", "handler", "listener": return "a script"
    case "foreignobject", "iframe", "embed", "object": return "foreign content"
    default: break
    }
    var found: String?
    var names: [String] = [exact]
    var known: Set<String> = []
    var values: [String: String] = [:]
    while index < bytes.count, bytes[index] != 0x3E {
      let start = index
      guard let attribute = attribute() else { continue }
      if !known.insert(attribute.name).inserted {
        note("`\(printable(attribute.name))` twice in an element", "remove one of them", at: start)
      }
      names.append(attribute.name)
      if attribute.name.hasPrefix("xmlns:") { prefixes.insert(String(attribute.name.dropFirst(6))) }
      if root == nil { values[attribute.name] = attribute.value }
      found =
        found
        ?? Self.attribute(
          attribute.name.lowercased(),
          expanded(attribute.value).lowercased(),
          of: name
        )
    }
    checkPrefixes(of: names, from: begin)
    root = root ?? (exact, begin, values)
    index += 1
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

  private mutating func skip(while isPart: (UInt8, Int) -> Bool) {
    let begin = index
    while index < bytes.count, isPart(bytes[index], index - begin) { index += 1 }
  }

  /// Reads the next attribute, its name as written; nil for a byte that begins none, which is
  /// skipped.
  private mutating func attribute() -> (name: String, value: String)? {
    let begin = index
    skip { byte, _ in !Self.isBlank(byte) && ![0x3D, 0x3E, 0x2F, 0x22, 0x27].contains(byte) }
    let name = String(decoding: bytes[begin..<index], as: UTF8.self)
    guard !name.isEmpty else {
      index += 1
      checkStray(at: begin)
      return nil
    }
    checkName(name, from: begin)
    skip { byte, _ in Self.isBlank(byte) }
    guard index < bytes.count, bytes[index] == 0x3D else {
      note("`\(printable(name))` without a value", "write `=\"…\"` behind it", at: begin)
      return (name, "")
    }
    index += 1
    skip { byte, _ in Self.isBlank(byte) }
    guard index < bytes.count else { return (name, "") }
    let mark = bytes[index]
    guard mark == 0x22 || mark == 0x27 else {
      note("the value of `\(printable(name))` without quotation marks", "put it in `\"`", at: begin)
      let start = index
      skip { byte, _ in !Self.isBlank(byte) && byte != 0x3E }
      return (name, String(decoding: bytes[start..<index], as: UTF8.self))
    }
    index += 1
    let start = index
    skip { byte, _ in byte != mark }
    checkText(start..<index, isValue: true)
    defer { index += 1 }
    return (name, String(decoding: bytes[start..<index], as: UTF8.self))
  }

  func isBlank(at place: Int) -> Bool { Self.isBlank(bytes[place]) }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }

  static func localName(_ name: String) -> String {
    String(name.split(separator: ":", omittingEmptySubsequences: false).last ?? "")
  }
}
