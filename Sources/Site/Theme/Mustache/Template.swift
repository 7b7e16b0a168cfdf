import Shop

/// A template, parsed into steps.
///
/// It supports Mustache's values, sections, partials, comments and delimiters, but not the optional
/// blocks, parents and functions.
struct Template: Sendable {
  fileprivate enum Step: Sendable {
    case text([UInt8])
    case value(Name, isEscaped: Bool)
    case section(Name, [Step])
    case inverted(Name, [Step])
    /// Another template, by its name after the blanks that indent its lines.
    case partial(String)
  }

  fileprivate let steps: [Step]

  init(_ bytes: [UInt8]) throws(TemplateFault) {
    let read = TemplateTags(bytes)
    if let fault = read.fault { throw fault }
    var reader = TemplateReader(bytes: bytes, tags: read.tags)
    steps = try reader.steps(in: nil)
  }

  /// The partials that it shows, each as its name after the blanks that indent its lines.
  var partials: [String] { steps.flatMap(\.partials) }

  /// Renders the template and appends it to `output`; `others` are the partials by name.
  func render(
    _ values: TemplateValues,
    with others: [String: Template],
    into output: inout [UInt8]
  ) {
    var rendering = TemplateRendering(others: others, stack: [.values(values)])
    rendering.render(steps, into: &output)
  }

  /// A name in parts: `say.pay` is `pay` in the value of `say`.
  struct Name: Sendable {
    let first: String
    let rest: [String]

    init(_ text: String) {
      let parts = text.split(separator: ".").map(String.init)
      first = parts.first ?? ""
      rest = Array(parts.dropFirst())
    }

    /// Whether it is `.`, the current value of the section.
    var isSelf: Bool { first.isEmpty }
  }
}

extension Template.Step {
  fileprivate var partials: [String] {
    switch self {
    case .text, .value: []
    case .section(_, let steps), .inverted(_, let steps): steps.flatMap(\.partials)
    case .partial(let name): [name]
    }
  }
}

/// Reads steps from tags and the text between them.
private struct TemplateReader {
  let bytes: [UInt8]
  let tags: [TemplateTag]
  /// The index of the next tag, and the offset of the text before it.
  var next = 0
  var place = 0

  init(bytes: [UInt8], tags: [TemplateTag]) {
    self.bytes = bytes
    self.tags = tags
  }

  /// The steps up to the end of a section, or of the text.
  mutating func steps(in section: TemplateTag?) throws(TemplateFault) -> [Template.Step] {
    var steps: [Template.Step] = []
    while next < tags.count {
      let tag = tags[next]
      next += 1
      let line = lineOfItsOwn(tag)
      text(upTo: line?.lowerBound ?? tag.range.lowerBound, &steps)
      place = line?.upperBound ?? tag.range.upperBound
      let name = Template.Name(tag.name)
      switch tag.kind {
      case .escaped: steps.append(.value(name, isEscaped: true))
      case .raw: steps.append(.value(name, isEscaped: false))
      case .section: steps.append(.section(name, try self.steps(in: tag)))
      case .inverted: steps.append(.inverted(name, try self.steps(in: tag)))
      case .partial:
        let blanks = line.map { bytes[$0.lowerBound..<tag.range.lowerBound] } ?? []
        steps.append(.partial(String(decoding: blanks, as: UTF8.self) + tag.name))
      case .comment, .delimiters: break
      case .end:
        guard let section, section.name == tag.name else {
          throw TemplateFault(
            offset: tag.range.lowerBound,
            reason: "a section is closed that is not open; check {{/name}}"
          )
        }
        return steps
      }
    }
    if let section {
      throw TemplateFault(
        offset: section.range.lowerBound,
        reason: "a section is not closed; add its {{/name}}"
      )
    }
    text(upTo: bytes.count, &steps)
    return steps
  }

  private mutating func text(upTo end: Int, _ steps: inout [Template.Step]) {
    if place < end { steps.append(.text(Array(bytes[place..<end]))) }
  }

  /// The line of a tag that is alone on it and shows nothing itself; that line is not output.
  private func lineOfItsOwn(_ tag: TemplateTag) -> Range<Int>? {
    guard tag.kind != .escaped, tag.kind != .raw else { return nil }
    let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
    let newline = UInt8(ascii: "\n")
    let start = bytes[..<tag.range.lowerBound].lastIndex { !isBlank($0) }.map { $0 + 1 } ?? 0
    var end = bytes[tag.range.upperBound...].firstIndex { !isBlank($0) } ?? bytes.count
    guard start == 0 || bytes[start - 1] == newline else { return nil }
    guard end < bytes.count else { return start..<end }
    if bytes[end...].starts(with: [UInt8(ascii: "\r"), newline]) { end += 1 }
    return bytes[end] == newline ? start..<(end + 1) : nil
  }
}

/// Renders steps with a stack of values, the innermost last.
private struct TemplateRendering {
  let others: [String: Template]
  var stack: [TemplateValue]
  /// How deep partials are nested, which is limited, since a partial may include itself.
  var depth = 0

  mutating func render(_ steps: [Template.Step], into output: inout [UInt8]) {
    for step in steps {
      switch step {
      case .text(let bytes): output.append(contentsOf: bytes)
      case .value(let name, let isEscaped):
        if let value = value(name) { show(value, isEscaped: isEscaped, into: &output) }
      case .section(let name, let steps): section(value(name), steps, into: &output)
      case .inverted(let name, let steps):
        if value(name).isNothing { render(steps, into: &output) }
      case .partial(let name): partial(name, into: &output)
      }
    }
  }

  private mutating func section(
    _ value: TemplateValue?,
    _ steps: [Template.Step],
    into output: inout [UInt8]
  ) {
    switch value {
    case nil, .flag(false): break
    case .flag(true): render(steps, into: &output)
    case .list(let items):
      for item in items { render(steps, about: item, into: &output) }
    case .text, .html, .number, .values:
      if let value { render(steps, about: value, into: &output) }
    }
  }

  private mutating func render(
    _ steps: [Template.Step],
    about value: TemplateValue,
    into output: inout [UInt8]
  ) {
    stack.append(value)
    render(steps, into: &output)
    stack.removeLast()
  }

  private func value(_ name: Template.Name) -> TemplateValue? {
    if name.isSelf { return stack.last }
    for around in stack.reversed() {
      guard case .values(let values) = around, let found = values.byName[name.first] else {
        continue
      }
      return name.rest.reduce(found) { (value: TemplateValue?, part) -> TemplateValue? in
        if case .values(let inner) = value { inner.byName[part] } else { nil }
      }
    }
    return nil
  }

  private func show(_ value: TemplateValue, isEscaped: Bool, into output: inout [UInt8]) {
    switch value {
    case .text(let text):
      if isEscaped {
        text.escapeForHTML(into: &output)
      } else {
        output.append(contentsOf: text.utf8)
      }
    case .html(let markup):
      if isEscaped {
        markup.text.escapeForHTML(into: &output)
      } else {
        output.append(contentsOf: markup.bytes)
      }
    case .number(let number): output.append(contentsOf: String(number).utf8)
    case .flag(let flag): output.append(contentsOf: String(flag).utf8)
    case .list, .values: break
    }
  }

  private mutating func partial(_ name: String, into output: inout [UInt8]) {
    guard let other = others[name], depth < Self.deepest else { return }
    depth += 1
    render(other.steps, into: &output)
    depth -= 1
  }

  private static let deepest = 64
}

extension TemplateValue? {
  /// Whether an inverted section is shown for the value.
  fileprivate var isNothing: Bool {
    switch self {
    case nil, .flag(false): true
    case .list(let items): items.isEmpty
    case .text, .html, .number, .flag(true), .values: false
    }
  }
}
