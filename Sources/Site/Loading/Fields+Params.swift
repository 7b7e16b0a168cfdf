import Text

/// `params` of a product or of the shop: values for its own templates.
extension Fields {
  /// The most params; more would be a document, not settings.
  private static let mostParams = 50
  private static let longestParam = 1000

  mutating func params() -> Params {
    guard let value = value("params") else { return Params() }
    guard case .mapping(let entries) = value.kind else {
      report(
        at: value.position,
        "params: expected names with values under it, found \(value.description); "
          + "write them below it, indented: `points: 100`"
      )
      return Params()
    }
    if entries.count > Self.mostParams {
      report(
        at: entries[Self.mostParams].position,
        "params: expected at most \(Self.mostParams) names, found \(entries.count); remove some"
      )
    }
    var values: [String: Params.Value] = [:]
    for entry in entries {
      guard entry.key.wholeMatch(of: /[A-Za-z][A-Za-z0-9_]{0,39}/) != nil else {
        let plain = entry.key.replacing("-", with: "_")
        report(
          at: entry.position,
          "params: expected a name of letters, digits and `_` that templates can ask for, "
            + "found \(quoted(entry.key)); rename it",
          hint: plain.wholeMatch(of: /[A-Za-z][A-Za-z0-9_]{0,39}/) == nil
            ? nil : "did you mean `\(plain)`?"
        )
        continue
      }
      values[entry.key] = param(entry.value, of: entry.key)
    }
    return Params(values)
  }

  private mutating func param(_ value: YAMLValue, of name: String) -> Params.Value? {
    switch value.kind {
    case .list(let items):
      return .list(
        items.compactMap { item in
          if case .list = item.kind { return wrongParam(item, of: name) }
          return param(item, of: name)
        }
      )
    case .mapping: return wrongParam(value, of: name)
    case .text(let text, let isQuoted):
      guard !value.isNull else { return wrongParam(value, of: name) }
      guard text.unicodeScalars.count <= Self.longestParam else {
        report(
          at: value.position,
          "params: \(name): expected at most \(Self.longestParam) characters, "
            + "found \(text.unicodeScalars.count); shorten it"
        )
        return nil
      }
      if isQuoted { return .text(text.composed) }
      if text == "true" || text == "false" { return .flag(text == "true") }
      let isNumber = text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?/) != nil
      return isNumber ? .number(text) : .text(text.composed)
    }
  }

  private mutating func wrongParam(_ value: YAMLValue, of name: String) -> Params.Value? {
    report(
      at: value.position,
      "params: \(name): expected a text, a number, true, false or a list of them, "
        + "found \(value.description); write one of them or remove the line"
    )
    return nil
  }
}
