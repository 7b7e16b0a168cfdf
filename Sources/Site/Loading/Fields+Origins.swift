import Text

/// The origins that a shop allows besides its own.
extension Fields {
  /// The origins of `csp:`.
  mutating func allowedOrigins() -> AllowedOrigins {
    guard let value = value("csp") else { return AllowedOrigins() }
    let kinds = AllowedOrigins.Kind.allCases.map(\.rawValue)
    guard case .mapping(let entries) = value.kind else {
      report(
        at: value.position,
        "csp: expected \(kinds.map { "`\($0)`" }.joined(separator: ", ")) under it, "
          + "found \(value.description); write `csp: {script: [https://chat.example]}`"
      )
      return AllowedOrigins()
    }
    var inner = Fields(entries, in: source, known: kinds, of: "`csp`")
    var origins: [AllowedOrigins.Kind: [String]] = [:]
    for kind in AllowedOrigins.Kind.allCases {
      origins[kind] = inner.texts(kind.rawValue).compactMap { found in
        let isOrigin =
          isAddress(found.value, scheme: "https://")
          && !found.value.dropFirst("https://".count).contains("/")
          || kind == .connect && isAddress(found.value, scheme: "wss://")
        if isOrigin || found.value == "self" && !kind.isOwnAllowed { return found.value }
        inner.report(
          found,
          "csp.\(kind.rawValue)",
          "an origin such as https://chat.example",
          "write scheme and host alone"
        )
        return nil
      }
    }
    adopt(inner.problems)
    return AllowedOrigins(origins)
  }
}
