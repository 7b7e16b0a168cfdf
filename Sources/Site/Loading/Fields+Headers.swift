import Shop
import Text

/// `headers` of the settings: addresses, each with further headers.
extension Fields {
  mutating func ownHeaders() -> [OwnHeaders] {
    guard let value = value("headers") else { return [] }
    guard case .mapping(let entries) = value.kind else {
      report(
        at: value.position,
        "headers: expected addresses with headers under them, found \(value.description); "
          + "write `headers:`, below it `  \"/*\":`, and below that `    X-Frame-Options: DENY`"
      )
      return []
    }
    return entries.compactMap { ownHeaders($0) }
  }

  private mutating func ownHeaders(_ entry: YAMLEntry) -> OwnHeaders? {
    let written = Located(entry.key.composed, at: entry.position)
    guard let pattern = headerAddress(written) else { return nil }
    guard case .mapping(let entries) = entry.value.kind else {
      report(
        at: entry.value.position,
        "headers: expected headers under \(quoted(entry.key)), found "
          + "\(entry.value.description); write them below it, indented, as `NAME: VALUE`"
      )
      return nil
    }
    var inner = Fields(entries, in: source, known: entries.map(\.key), of: "`headers`")
    var headers: [(name: String, value: String)] = []
    var places: [Position] = []
    for entry in entries {
      guard let value = inner.headerValue(entry, at: pattern) else { continue }
      let isTwice = headers.contains { $0.name.lowercased() == entry.key.lowercased() }
      if isTwice {
        inner.report(
          Located(entry.key, at: entry.position),
          "headers",
          "each header once for an address",
          "put the values into one line, separated by commas"
        )
      } else {
        headers.append((entry.key, value))
        places.append(entry.position)
      }
    }
    adopt(inner.problems)
    guard !headers.isEmpty else { return nil }
    return OwnHeaders(
      rule: HeaderRule(Address.encode(pattern), headers),
      written: written.value,
      position: written.position,
      places: places
    )
  }

  /// An address from the root, perhaps with `*` at the end; nil for what hosts read differently.
  private mutating func headerAddress(_ found: Located<String>) -> String? {
    let text = found.value
    let isPattern = text.hasSuffix("/*")
    let path = isPattern ? String(text.dropLast()) : text
    if let plain = text.halfWidth {
      report(
        found,
        "headers",
        "an address in half-width characters",
        "write it anew",
        hint: "did you mean `\(plain)`?"
      )
      return nil
    }
    guard path.hasPrefix("/"), !path.hasPrefix("//"), !path.contains("*"),
      !path.contains(where: { $0.isWhitespace || "?#\\{}\"".contains($0) }),
      let decoded = PercentEncoding.decode(path[...])
    else {
      let isHeader = path.wholeMatch(of: /[A-Za-z][A-Za-z0-9-]*/) != nil
      let rest =
        text.hasPrefix("https://")
        ? "/"
          + text.split(separator: "/").dropFirst(2)
          .joined(separator: "/") : nil
      report(
        found,
        "headers",
        "an address from the root such as /downloads/a.pdf, or /downloads/* for a whole folder",
        path.contains("*")
          ? "name a folder, or each file: hosts agree on a star at the end alone"
          : isHeader ? "put the header under an address: `\"/*\":` stands for all" : "correct it",
        hint: rest.map { "did you mean `\($0)`?" }
      )
      return nil
    }
    return decoded.composed + (isPattern ? "*" : "")
  }

  /// A header's value; nil after reporting why it cannot be sent.
  private mutating func headerValue(_ entry: YAMLEntry, at pattern: String) -> String? {
    let name = Located(entry.key, at: entry.position)
    if let plain = name.value.halfWidth {
      report(
        name,
        "headers",
        "a header's name in half-width characters",
        "write it anew",
        hint: "did you mean `\(plain)`?"
      )
      return nil
    }
    guard name.value.wholeMatch(of: /[A-Za-z][A-Za-z0-9-]{0,99}/) != nil else {
      report(
        name,
        "headers",
        "a header's name such as X-Robots-Tag",
        "write letters, digits and hyphens"
      )
      return nil
    }
    if let refusal = HeaderFault.refusal(of: name.value) {
      report(name, "headers", refusal.expected, refusal.remedy)
      return nil
    }
    if let known = HeaderFault.known.hint(for: name.value),
      !HeaderFault.known.contains(where: { $0.lowercased() == name.value.lowercased() })
    {
      report(
        .headerSpelling,
        at: name.position,
        "headers: expected a header that browsers know, found \(quoted(name.value)); "
          + "correct it, or allow this where it is meant",
        hint: known
      )
    }
    guard let found = text(entry.key, limit: 1900) else { return nil }
    if let plain = found.value.halfWidth {
      report(
        found,
        name.value,
        "half-width characters",
        "write it anew",
        hint: "did you mean `\(plain)`?"
      )
      return nil
    }
    guard found.value.unicodeScalars.allSatisfy({ (0x20..<0x7F).contains($0.value) && $0 != "$" })
    else {
      report(
        found,
        name.value,
        "letters, digits and signs of ASCII but `$`, as all hosts send them",
        "write it in other words"
      )
      return nil
    }
    if let fault = HeaderFault(name: name.value, value: found.value, at: pattern) {
      report(
        fault.warning,
        at: found.position,
        "\(name.value): expected \(fault.expected), found \(quoted(found.value)); \(fault.remedy)",
        hint: fault.hint
      )
      guard fault.warning != nil else { return nil }
    }
    return found.value
  }
}

extension String {
  /// The text with full-width characters in half width; nil when it has none.
  var halfWidth: String? {
    var changed = false
    let scalars = unicodeScalars.map { scalar -> Unicode.Scalar in
      let plain: Unicode.Scalar? =
        switch scalar.value {
        case 0xFF01...0xFF5E: Unicode.Scalar(scalar.value - 0xFEE0)
        case 0x3000: " "
        case 0x3002: "."
        default: nil
        }
      changed = changed || plain != nil
      return plain ?? scalar
    }
    guard changed else { return nil }
    return String(String.UnicodeScalarView(scalars)).filter { $0 != " " || !hasPrefix("／") }
  }
}
