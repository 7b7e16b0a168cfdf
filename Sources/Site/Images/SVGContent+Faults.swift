import Text

/// What makes a file no XML.
extension SVGContent {
  mutating func note(_ what: String, _ remedy: String?, at offset: Int) {
    firstFault = firstFault ?? Finding(what: what, offset: offset, remedy: remedy)
  }

  /// What makes the first element none that browsers draw: its name, or that of its namespace.
  func fault(of root: (name: String, offset: Int, values: [String: String])) -> Finding? {
    let parts = root.name.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count < 3, parts.last == "svg" else {
      return Finding(
        what: "`<\(printable(root.name))>` in place of `<svg>` as its first element",
        offset: root.offset
      )
    }
    let key = parts.count > 1 ? "xmlns:" + printable(String(parts[0])) : "xmlns"
    let value = root.values[key]
    let isPlain = value.map { value in !compounds.contains { value.contains("&\($0);") } } ?? false
    guard !isPlain || value.map(expanded) != Self.namespace else { return nil }
    return Finding(
      what: value == nil
        ? "no `\(key)` in its first element" : "a wrong `\(key)` in its first element",
      offset: root.offset,
      remedy: "write `\(key)=\"\(Self.namespace)\"` into it"
    )
  }

  private static let namespace = "http://www.w3.org/2000/svg"

  /// The first byte that XML does not allow.
  static func strayByte(in bytes: [UInt8]) -> Finding? {
    guard String(validating: bytes, as: UTF8.self) != nil else {
      return Finding(what: "text that is not in UTF-8", offset: 0, remedy: "save it as UTF-8")
    }
    let place = bytes.firstIndex { $0 < 0x20 && $0 != 0x09 && $0 != 0x0A && $0 != 0x0D }
    return place.map { Finding(what: "a control character", offset: $0, remedy: "remove it") }
  }

  /// Notes what makes the `<?xml …?>` of a file none.
  mutating func checkDeclaration(_ text: String, at begin: Int) {
    let head = text.prefix(6).lowercased()
    guard head.hasPrefix("<?xml"), head.last == "?" || head.last?.isWhitespace == true else {
      return
    }
    if begin > 0, !bytes[..<begin].elementsEqual(SourceText.byteOrderMark) {
      note("`<?xml` behind other text", "remove what stands before it", at: begin)
    } else if text.prefixMatch(of: /<\?xml\s+version\s*=\s*["']1\.[0-9]+["']/) == nil {
      note("`<?xml` without a version", "write `<?xml version=\"1.0\"?>`", at: begin)
    }
  }

  /// Notes an attribute right behind another, or with a name that is none.
  mutating func checkName(_ name: String, from begin: Int) {
    let parts = name.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
    if begin > 0, !isBlank(at: begin - 1) {
      note("`\(printable(name))` right behind other text", "write a blank before it", at: begin)
    } else if !parts.allSatisfy(Self.isName) {
      note("`\(printable(name))`, which is no name of an attribute", "remove it", at: begin)
    }
  }

  /// Notes a byte between attributes that is none of them.
  mutating func checkStray(at place: Int) {
    guard !isBlank(at: place), bytes[place...].prefix(2) != [0x2F, 0x3E] else { return }
    let sign = String(decoding: bytes[place...place], as: UTF8.self)
    note("a stray `\(sign)` between attributes", "remove it", at: place)
  }

  /// Whether a text is a name without a prefix.
  static func isName(_ name: some Collection<UInt8>) -> Bool {
    let isFirst = { (byte: UInt8) in
      byte >= 0x80 || byte == UInt8(ascii: "_") || 97...122 ~= byte | 0x20
    }
    return name.first.map(isFirst) == true
      && name.allSatisfy { isFirst($0) || 48...57 ~= $0 || "-.".utf8.contains($0) }
  }

  /// Notes a `&` that begins no reference in a text or a value, a `<` in a value, and the end of a
  /// CDATA section in a text.
  mutating func checkText(_ range: Range<Int>, isValue: Bool = false) {
    for place in range where firstFault == nil {
      switch bytes[place] {
      case UInt8(ascii: "<") where isValue:
        note("`<` in a value, as where a quotation mark is missing", "write `&lt;`", at: place)
      case UInt8(ascii: "]") where !isValue && root != nil:
        guard bytes[place..<range.upperBound].starts(with: "]]>".utf8) else { continue }
        note("`]]>` in a text", "write `]]&gt;`", at: place)
      case UInt8(ascii: "&"): checkReference(at: place, in: range)
      default: break
      }
    }
  }

  private mutating func checkReference(at place: Int, in range: Range<Int>) {
    let rest = bytes[(place + 1)..<range.upperBound].prefix(Self.longestReference)
    guard let end = rest.firstIndex(of: UInt8(ascii: ";")) else {
      return note("a bare `&`", "write `&amp;`", at: place)
    }
    let name = String(decoding: rest[..<end], as: UTF8.self)
    if name.hasPrefix("#") {
      guard Self.character(name) == nil else { return }
      note("`&\(printable(name));`, which is no character", "remove it", at: place)
    } else if !Self.isName(rest[..<end]) {
      note("a bare `&`", "write `&amp;`", at: place)
    } else if Self.builtIn[name] == nil, entities[name] == nil {
      let meant = name == "nbsp" ? "`&#160;`" : "what it stands for"
      note("`&\(name);`, which nothing in the file defines", "write \(meant)", at: place)
    }
  }

  /// Notes a prefix such as that of `xlink:href` that nothing declares.
  mutating func checkPrefixes(of names: [String], from begin: Int) {
    for name in names where !name.hasPrefix("/") {
      let parts = name.split(separator: ":")
      guard parts.count > 1, !prefixes.contains(String(parts[0])) else { continue }
      let key = "xmlns:" + printable(String(parts[0]))
      let address = Self.addresses[String(parts[0])]
      note(
        "`\(printable(name))` without `\(key)`",
        address.map { "write `\(key)=\"\($0)\"` into its first element" },
        at: begin
      )
    }
  }

  /// The namespaces of prefixes that drawing programs write.
  private static let addresses = [
    "xlink": "http://www.w3.org/1999/xlink",
    "inkscape": "http://www.inkscape.org/namespaces/inkscape",
    "sodipodi": "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",
  ]
}
