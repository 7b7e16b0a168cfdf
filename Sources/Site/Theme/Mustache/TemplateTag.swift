/// A tag of a Mustache template, with its place.
struct TemplateTag {
  enum Kind {
    /// `{{name}}`: the value, escaped.
    case escaped
    /// `{{{name}}}` and `{{&name}}`: the value, not escaped.
    case raw
    /// `{{#name}}`, `{{^name}}` and their `{{/name}}`.
    case section, inverted, end
    /// `{{> name}}`: another template.
    case partial
    /// `{{! … }}` and `{{=<% %>=}}`: nothing is shown.
    case comment, delimiters

    /// Whether a value is looked up for it.
    var isValue: Bool {
      switch self {
      case .escaped, .raw, .section, .inverted: true
      case .end, .partial, .comment, .delimiters: false
      }
    }
  }

  let kind: Kind
  let name: String
  /// The offset of the name in the template.
  let offset: Int
  /// The range of the tag with its delimiters.
  let range: Range<Int>
}

/// A fault of a template's text, with its offset.
struct TemplateFault: Error, Equatable {
  let offset: Int
  let reason: String
}

/// The tags of a template's text in order, up to the first that cannot be read.
struct TemplateTags {
  private(set) var tags: [TemplateTag] = []
  private(set) var fault: TemplateFault?
  private let bytes: [UInt8]
  private var open = Array("{{".utf8)
  private var close = Array("}}".utf8)

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    var index = 0
    while let start = firstRange(of: open, from: index)?.lowerBound {
      do throws(TemplateFault) {
        index = try read(from: start)
      } catch {
        fault = error
        return
      }
    }
  }

  /// Reads the tag at an offset; returns the offset after it.
  private mutating func read(from start: Int) throws(TemplateFault) -> Int {
    let inside = start + open.count
    let isTriple = bytes[inside...].first == UInt8(ascii: "{")
    let end = isTriple ? [UInt8(ascii: "}")] + close : close
    guard let closing = firstRange(of: end, from: inside) else {
      let expected = String(decoding: end, as: UTF8.self)
      throw TemplateFault(
        offset: start,
        reason: "a tag is not finished; expected \(expected) after its name"
      )
    }
    let inner = bytes[inside..<closing.lowerBound]
    let range = start..<closing.upperBound
    guard let kind = Self.kinds[inner.first ?? 0] else {
      try take(.escaped, inner, range)
      return range.upperBound
    }
    if kind == .delimiters { try changeDelimiters(to: inner.dropFirst(), start) }
    if kind == .comment || kind == .delimiters {
      tags.append(TemplateTag(kind: kind, name: "", offset: inside, range: range))
    } else {
      try take(kind, inner.dropFirst(), range)
    }
    return range.upperBound
  }

  private static let kinds: [UInt8: TemplateTag.Kind] = [
    UInt8(ascii: "{"): .raw, UInt8(ascii: "&"): .raw, UInt8(ascii: "#"): .section,
    UInt8(ascii: "^"): .inverted, UInt8(ascii: "/"): .end, UInt8(ascii: ">"): .partial,
    UInt8(ascii: "!"): .comment, UInt8(ascii: "="): .delimiters,
  ]

  private mutating func take(
    _ kind: TemplateTag.Kind,
    _ inner: ArraySlice<UInt8>,
    _ range: Range<Int>
  ) throws(TemplateFault) {
    let name = inner.trimmed
    guard !name.isEmpty, name.allSatisfy({ !$0.isBlank && !Self.foreign.contains($0) }) else {
      throw TemplateFault(
        offset: range.lowerBound,
        reason: "expected a tag of Mustache's own, such as {{title}}, {{#title}}…{{/title}} or "
          + "{{> name}}, found `{{\(String(decoding: inner.prefix(40), as: UTF8.self))`; "
          + "blocks, parents and functions are none"
      )
    }
    tags.append(
      TemplateTag(
        kind: kind,
        name: String(decoding: name, as: UTF8.self),
        offset: name.startIndex,
        range: range
      )
    )
  }

  /// Characters by which dialects of Mustache mark blocks, parents and functions.
  private static let foreign = Set("<>$%*(){}".utf8)

  private mutating func changeDelimiters(
    to inner: ArraySlice<UInt8>,
    _ start: Int
  ) throws(TemplateFault) {
    let parts = inner.dropLast().split(whereSeparator: \.isBlank)
    guard inner.last == UInt8(ascii: "="), parts.count == 2 else {
      throw TemplateFault(offset: start, reason: "expected new delimiters such as {{=<% %>=}}")
    }
    (open, close) = (Array(parts[0]), Array(parts[1]))
  }

  private func firstRange(of pattern: [UInt8], from start: Int) -> Range<Int>? {
    var index = start
    while let found = bytes[index...].firstIndex(of: pattern[0]) {
      if bytes[found...].starts(with: pattern) { return found..<(found + pattern.count) }
      index = found + 1
    }
    return nil
  }
}

extension UInt8 {
  fileprivate var isBlank: Bool {
    self == UInt8(ascii: " ") || self == UInt8(ascii: "\t") || self == UInt8(ascii: "\n")
      || self == UInt8(ascii: "\r")
  }
}

extension ArraySlice<UInt8> {
  fileprivate var trimmed: Self {
    let front = drop(while: \.isBlank)
    let end = front.lastIndex { !$0.isBlank }
    return end.map { front[...$0] } ?? front
  }
}
