import Shop
import Text

/// `host` of the settings.
extension Fields {
  /// The hosts, one or several; empty when the key is missing.
  mutating func hosts() -> [Host] {
    guard let value = value("host") else { return [] }
    let isList = if case .list = value.kind { true } else { false }
    let found = isList ? texts("host") : text("host").map { [$0] } ?? []
    return found.compactMap { choice($0, "host", of: Host.self) }
  }
}

/// `csp` of the settings.
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
          "write scheme and host alone",
          hint: punycoded(found.value).map { "did you mean `\($0)`?" }
        )
        return nil
      }
    }
    adopt(inner.problems)
    return AllowedOrigins(origins)
  }
}

/// `robots` of the settings.
extension Fields {
  mutating func robots() -> RobotsRules {
    let known = ["disallow", "allow", "block"]
    guard var inner = mapping("robots", known: known, example: "disallow: [/policies/]") else {
      return RobotsRules()
    }
    let rules = RobotsRules(
      disallow: inner.robotPaths("disallow"),
      allow: inner.robotPaths("allow"),
      block: inner.robotNames("block")
    )
    adopt(inner.problems)
    return rules
  }

  /// Beginnings of addresses; `*` stands for any text and `$` for the end.
  private mutating func robotPaths(_ key: String) -> [String] {
    texts(key, limit: 500).compactMap { found in
      let path = found.value
      let isPath =
        path.hasPrefix("/") && !path.hasPrefix("//")
        && !path.contains { $0.isWhitespace || $0 == "#" }
      guard isPath else {
        report(
          found,
          key,
          "the beginning of an address of the shop such as /policies/",
          "write it from the root, without its host"
        )
        return nil
      }
      guard key != "disallow" || path.contains(where: { !"/*$".contains($0) }) else {
        report(
          found,
          key,
          "a part of the shop, since this takes all of it out of every search engine",
          "name a folder, or robots under `block`"
        )
        return nil
      }
      return Address.encode(path)
    }
  }

  private mutating func robotNames(_ key: String) -> [String] {
    texts(key, limit: 100).compactMap { found in
      let isName = found.value.wholeMatch(of: /[A-Za-z][A-Za-z0-9_.-]*/) != nil
      if !isName {
        report(
          found,
          key,
          "the name of one robot such as GPTBot",
          found.value == "*"
            ? "name those that are meant; all of them are every search engine, too"
            : "write the name that it goes by in robots.txt"
        )
      }
      return isName ? found.value : nil
    }
  }
}
