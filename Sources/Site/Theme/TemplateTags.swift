/// A tag of a Mustache template: what it asks for, and where.
struct TemplateTag {
  enum Kind {
    /// `{{name}}`, `{{{name}}}`, `{{&name}}`, and sections.
    case value
    /// `{{> name}}` and `{{< name}}`.
    case partial
  }

  let kind: Kind
  /// Without a transform around it: `title` of `{{uppercased(title)}}`.
  let name: String
  /// Of the name's first byte in the template.
  let offset: Int
}

/// The tags of a template's text, in order; blocks, comments, delimiters and the ends of sections
/// ask for nothing and are passed over.
///
/// Reads only what `MustacheTemplate` accepts, and stops at the first tag that is not finished.
func templateTags(in bytes: [UInt8]) -> [TemplateTag] {
  var tags: [TemplateTag] = []
  var open = Array("{{".utf8)
  var close = Array("}}".utf8)
  var index = 0
  while let start = bytes.firstRange(of: open, from: index)?.upperBound,
    let end = bytes.firstRange(of: close, from: start)
  {
    index = end.upperBound
    let inner = bytes[start..<end.lowerBound]
    switch inner.first {
    case UInt8(ascii: "!"), UInt8(ascii: "/"), UInt8(ascii: "$"), UInt8(ascii: "%"): break
    case UInt8(ascii: "="):
      let parts = inner.dropFirst().dropLast().split(separator: UInt8(ascii: " "))
      if parts.count == 2 { (open, close) = (Array(parts[0]), Array(parts[1])) }
    case UInt8(ascii: ">"), UInt8(ascii: "<"):
      tags.append(partial(inner.dropFirst()))
    case UInt8(ascii: "#"), UInt8(ascii: "^"), UInt8(ascii: "&"), UInt8(ascii: "{"):
      tags.append(value(inner.dropFirst()))
    default: tags.append(value(inner))
    }
  }
  return tags
}

private func partial(_ inner: ArraySlice<UInt8>) -> TemplateTag {
  let name = inner.drop { $0 == UInt8(ascii: " ") }
  // `{{>*name}}` takes the partial's name from a value.
  guard name.first != UInt8(ascii: "*") else { return value(name.dropFirst()) }
  return tag(.partial, name)
}

private func value(_ inner: ArraySlice<UInt8>) -> TemplateTag {
  let start = inner.lastIndex(of: UInt8(ascii: "(")).map { $0 + 1 } ?? inner.startIndex
  return tag(.value, inner[start...].prefix { $0 != UInt8(ascii: ")") })
}

private func tag(_ kind: TemplateTag.Kind, _ inner: ArraySlice<UInt8>) -> TemplateTag {
  let isSpace = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
  let name = inner.drop(while: isSpace).prefix { !isSpace($0) && $0 != UInt8(ascii: "}") }
  return TemplateTag(
    kind: kind,
    name: String(decoding: name, as: UTF8.self),
    offset: name.startIndex
  )
}

extension [UInt8] {
  fileprivate func firstRange(of pattern: [UInt8], from start: Int) -> Range<Int>? {
    guard let first = pattern.first else { return nil }
    var index = start
    while let found = self[index...].firstIndex(of: first) {
      if self[found...].starts(with: pattern) { return found..<(found + pattern.count) }
      index = found + 1
    }
    return nil
  }
}
