import Text

/// Finds code that the shop's Content-Security-Policy forbids, which browsers silently do not run.
///
/// It scans tags as `HTMLLinks` does, in templates and HTML in texts.
struct ForbiddenCode {
  /// What was found, where, and how to fix it.
  struct Finding: Equatable {
    let what: String
    let remedy: String
    /// The offset in bytes of the text.
    let offset: Int
  }

  private let allowed: AllowedOrigins

  init(allowed: AllowedOrigins) {
    self.allowed = allowed
  }

  /// All findings in HTML, which may be a Mustache template.
  func findings(in html: [UInt8]) -> [Finding] {
    let text = Self.withoutTags(html)
    var findings: [Finding] = []
    var index = 0
    // In the text of a script and the like, `<!--` begins no comment.
    var plainEnd = 0
    while let start = text[index...].firstIndex(of: UInt8(ascii: "<")) {
      if start >= plainEnd, text[start...].starts(with: "<!--".utf8) {
        index = text[start...].firstRange(of: Array("-->".utf8))?.upperBound ?? text.count
        continue
      }
      let tag = HTMLTag(in: text, at: start)
      guard let tag else {
        index = start + 1
        continue
      }
      findings += self.findings(in: tag)
      index = tag.end
      if start >= plainEnd { plainEnd = endOfPlainText(in: text, ofTag: start) ?? 0 }
    }
    return findings
  }

  /// Files of other origins that a stylesheet loads.
  func findings(inStylesheet css: [UInt8]) -> [Finding] {
    StyleAddresses(css).found.compactMap { foreign($0.written, $0.kind, at: $0.offset) }
  }

  /// The errors of a template.
  func problems(in template: SourceText) -> [ContentProblem] {
    findings(in: template.bytes).map { problem($0, in: template) }
  }

  /// The errors of a stylesheet.
  func problems(inStylesheet source: SourceText) -> [ContentProblem] {
    findings(inStylesheet: source.bytes).map { problem($0, in: source) }
  }

  func problem(
    _ finding: Finding,
    _ warning: Diagnostic? = nil,
    in source: SourceText
  ) -> ContentProblem {
    source.problem(
      warning,
      at: source.position(ofByte: finding.offset),
      "expected what the shop's Content-Security-Policy lets browsers show, "
        + "found \(finding.what), which they refuse; \(finding.remedy)"
    )
  }

  private func findings(in tag: HTMLTag) -> [Finding] {
    var findings = tag.attributes.compactMap { attribute in
      forbidden(attribute.name, attribute.value, at: attribute.offset)
    }
    let isData = tag.value(of: "type").map { $0.contains("json") || $0.contains("template") }
    switch tag.name {
    case "script" where isData != true:
      guard tag.value(of: "src") == nil else { break }
      findings.append(
        Finding(
          what: "a script within the page",
          remedy: "put it into a file such as site/static/NAME.js and write "
            + "`<script src=\"/NAME.js\"></script>`",
          offset: tag.offset
        )
      )
    case "style":
      findings.append(
        Finding(
          what: "a stylesheet within the page",
          remedy: "put its rules into site/templates/site.css.mustache, or into a file of "
            + "site/static with a `<link rel=\"stylesheet\">`",
          offset: tag.offset
        )
      )
    case "base":
      findings.append(
        Finding(
          what: "`<base>`",
          remedy: "write whole addresses in its place",
          offset: tag.offset
        )
      )
    case "object", "embed", "applet":
      findings.append(
        Finding(what: "`<\(tag.name)>`", remedy: "link to the file instead", offset: tag.offset)
      )
    default: break
    }
    return findings + foreignFiles(of: tag)
  }

  private func forbidden(_ name: String, _ value: String, at offset: Int) -> Finding? {
    if name == "style" {
      return Finding(
        what: "a `style` attribute",
        remedy: "give the element a class, and the class a rule in a stylesheet",
        offset: offset
      )
    }
    if name.hasPrefix("on"), name.count > 2 {
      return Finding(
        what: "the event handler `\(printable(name))`",
        remedy: "listen for it in a file such as site/static/NAME.js",
        offset: offset
      )
    }
    guard value.filter({ !$0.isWhitespace }).lowercased().hasPrefix("javascript:") else {
      return nil
    }
    return Finding(
      what: "a script as an address",
      remedy: "listen for a click in a file such as site/static/NAME.js",
      offset: offset
    )
  }

  private func foreignFiles(of tag: HTMLTag) -> [Finding] {
    let sources = loads(of: tag)
    return tag.attributes.flatMap { attribute -> [Finding] in
      guard let kind = sources[attribute.name] else { return [] }
      // `srcset` is a list such as `ADDRESS 2x, ADDRESS 3x`.
      let addresses =
        attribute.name == "srcset"
        ? attribute.value.split(separator: ",").compactMap { $0.split(separator: " ").first }
        : [attribute.value[...]]
      let findings = addresses.compactMap { foreign(String($0), kind, at: attribute.offset) }
      return findings.first.map { [$0] } ?? []
    }
  }

  /// The attributes of a tag that load something, with its kind.
  private func loads(of tag: HTMLTag) -> [String: AllowedOrigins.Kind] {
    switch tag.name {
    case "script": return ["src": .script]
    case "img": return ["src": .image, "srcset": .image]
    case "source": return ["src": .media, "srcset": .image]
    case "image", "use": return ["href": .image, "xlink:href": .image]
    case "video": return ["src": .media, "poster": .image]
    case "audio", "track": return ["src": .media]
    case "iframe", "frame": return ["src": .frame]
    case "form": return ["action": .form]
    case "input": return ["src": .image, "formaction": .form]
    case "button": return ["formaction": .form]
    case "link":
      let relations = tag.value(of: "rel")?.lowercased().split(separator: " ") ?? []
      if relations.contains("stylesheet") { return ["href": .style] }
      if relations.contains(where: { $0.hasSuffix("icon") }) { return ["href": .image] }
      guard relations.contains("preload") else { return [:] }
      let kinds: [String: AllowedOrigins.Kind] = [
        "script": .script, "style": .style, "image": .image, "font": .font,
      ]
      return kinds[tag.value(of: "as") ?? ""].map { ["href": $0] } ?? [:]
    default: return [:]
    }
  }

  /// The finding about a file of an origin that is not allowed; for a kind that is not allowed from
  /// anywhere, also about one of the shop's own.
  func foreign(_ value: String, _ kind: AllowedOrigins.Kind, at offset: Int) -> Finding? {
    let address = value.lowercased()
    if address.hasPrefix("data:") {
      return Finding(
        what: "\(kind.words) within an address `data:`",
        remedy: "put it into a file of site/static",
        offset: offset
      )
    }
    let isForeign =
      address.hasPrefix("//")
      || ["https", "http", "wss", "ws"].contains { scheme in
        address.hasPrefix(scheme + "://")
      }
    guard isForeign || !kind.isOwnAllowed else { return nil }
    let source =
      isForeign ? origin(of: address.hasPrefix("//") ? "https:" + address : address) : "self"
    guard !allowed.allows(source, kind) else { return nil }
    return Finding(
      what: isForeign ? "\(kind.words) from \(quoted(source))" : "\(kind.words) of the shop itself",
      remedy:
        "write `csp: {\(kind.rawValue): [\(printable(source))]}` into \(siteConfigFile) if you "
        + "trust it, or remove it",
      offset: offset
    )
  }

  /// The text with Mustache tags replaced by blanks, so that offsets do not change.
  private static func withoutTags(_ html: [UInt8]) -> [UInt8] {
    var text = html
    var index = 0
    while let start = text[index...].firstRange(of: Array("{{".utf8))?.lowerBound {
      var end = text[start...].firstRange(of: Array("}}".utf8))?.upperBound ?? text.count
      while end < text.count, text[end] == UInt8(ascii: "}") { end += 1 }
      for byte in start..<end where text[byte] != UInt8(ascii: "\n") {
        text[byte] = UInt8(ascii: "x")
      }
      index = end
    }
    return text
  }
}

/// One start tag: its name and attributes in lower case, values as they are.
private struct HTMLTag {
  let name: String
  /// The offset of the `<`.
  let offset: Int
  /// The offset after the `>`.
  let end: Int
  let attributes: [(name: String, value: String, offset: Int)]

  /// Reads a tag; nil when none begins there.
  init?(in text: [UInt8], at start: Int) {
    let isNameByte = { (byte: UInt8) in
      byte > 0x20 && !"\"'>/=<".utf8.contains(byte)
    }
    var index = start + 1
    guard index < text.count, (65...90).contains(text[index]) || (97...122).contains(text[index])
    else { return nil }
    let nameEnd = text[index...].firstIndex { !isNameByte($0) } ?? text.count
    name = String(decoding: text[index..<nameEnd], as: UTF8.self).lowercased()
    index = nameEnd
    var attributes: [(name: String, value: String, offset: Int)] = []
    while index < text.count, text[index] != UInt8(ascii: ">") {
      guard isNameByte(text[index]) else {
        index += 1
        continue
      }
      let from = index
      index = text[index...].firstIndex { !isNameByte($0) } ?? text.count
      let key = String(decoding: text[from..<index], as: UTF8.self).lowercased()
      let value = Self.value(in: text, from: &index)
      attributes.append((key, value, from))
    }
    offset = start
    end = min(index + 1, text.count)
    self.attributes = attributes
  }

  func value(of attribute: String) -> String? {
    attributes.first { $0.name == attribute }?.value
  }

  /// The value after `=`, quoted or not; empty when there is none.
  private static func value(in text: [UInt8], from index: inout Int) -> String {
    var next = text[index...].firstIndex { $0 > 0x20 } ?? text.count
    guard next < text.count, text[next] == UInt8(ascii: "=") else { return "" }
    next = text[(next + 1)...].firstIndex { $0 > 0x20 } ?? text.count
    guard next < text.count else {
      index = next
      return ""
    }
    let quote = text[next]
    let isQuoted = quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
    let start = isQuoted ? next + 1 : next
    let end =
      text[start...].firstIndex { isQuoted ? $0 == quote : $0 <= 0x20 || $0 == UInt8(ascii: ">") }
      ?? text.count
    index = isQuoted ? min(end + 1, text.count) : end
    return String(decoding: text[start..<end], as: UTF8.self)
  }
}
