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

  /// Beginnings of addresses, in which `*` stands for any text and `$` for the end.
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
