import Shop
import Text

/// `redirects` of the settings: old addresses with their targets.
extension Fields {
  /// `base` is the shop's own `base_url`.
  mutating func ownRedirects(base: String?) -> [OwnRedirect] {
    guard let value = value("redirects") else { return [] }
    guard case .list(let entries) = value.kind else {
      var example = "/old/, to: /new/"
      if case .mapping(let pairs) = value.kind, let first = pairs.first,
        case .text(let target, _) = first.value.kind, first.key.hasPrefix("/")
      {
        example = "\(printable(first.key)), to: \(printable(target))"
      }
      report(
        at: value.position,
        "redirects: expected a list, found \(value.description); "
          + "write `- {from: \(example)}`, a line for each"
      )
      return []
    }
    var redirects: [OwnRedirect] = []
    for entry in entries.prefix(5000) {
      guard let redirect = ownRedirect(entry, base: base) else { continue }
      if let other = redirects.first(where: { redirectKey($0.from) == redirectKey(redirect.from) })
      {
        report(
          at: redirect.fromPosition,
          "from: expected each address once, found \(quoted(redirect.from)) in line "
            + "\(other.fromPosition.line) too; remove one of them"
        )
      } else {
        redirects.append(redirect)
      }
    }
    if entries.count > 5000 {
      report(
        at: entries[5000].position,
        "redirects: expected at most 5000, found \(entries.count); remove what nobody visits"
      )
    }
    return redirects
  }

  private mutating func ownRedirect(_ value: YAMLValue, base: String?) -> OwnRedirect? {
    guard case .mapping(let entries) = value.kind else {
      var parts: [Substring] = []
      if case .text(let text, _) = value.kind {
        parts = text.split(whereSeparator: \.isWhitespace).filter { $0 != "->" && $0 != "→" }
      }
      let status = parts.count > 2 ? ", status: \(parts[2].filter(\.isNumber))" : ""
      let example =
        parts.count > 1 ? "from: \(parts[0]), to: \(parts[1])\(status)" : "from: /old/, to: /new/"
      report(
        at: value.position,
        "redirects: expected `from` and `to`, found \(value.description); "
          + "write `- {\(printable(example))}`"
      )
      return nil
    }
    var inner = Fields(
      entries,
      in: source,
      known: ["from", "to", "status"],
      of: "an entry of `redirects`",
      start: value.position
    )
    let from = inner.oldAddress("from", base: base)
    let to = inner.redirectTarget(base: base)
    let status = inner.redirectStatus()
    adopt(inner.problems)
    guard let from, let to, let status else { return nil }
    return OwnRedirect(
      from: from.value,
      to: to.address,
      status: status,
      fromPosition: from.position,
      written: to.written.value,
      toPosition: to.written.position
    )
  }

  /// An old address of the shop, without patterns, since hosts read those differently.
  private mutating func oldAddress(_ key: String, base: String?) -> Located<String>? {
    guard let found = text(key, isRequired: true, limit: 1000) else { return nil }
    guard !reportsFullWidth(found, key) else { return nil }
    let text = found.value
    let expected = "an old address of this shop such as /old/name/"
    if text.contains("*") {
      report(
        found,
        key,
        "one address",
        "write a line for each, since hosts read no star alike; "
          + "`gone: [/old/*]` says of a whole folder that it has gone"
      )
    } else if text.contains("?") || text.contains("#") {
      report(
        found,
        key,
        expected,
        "hosts compare the path alone: leave out what follows it",
        hint: "did you mean `\(printable(String(text.prefix { $0 != "?" && $0 != "#" })))`?"
      )
    } else if let decoded = PercentEncoding.decode(text[...]), text.contains("%") {
      report(
        found,
        key,
        expected,
        "write it as people read it",
        hint: "did you mean `\(printable(decoded))`?"
      )
    } else if let rest = text.firstMatch(of: /^(?:https?:)?\/\/[^\/]+(\/.*)?$/) {
      report(
        found,
        key,
        expected,
        "write the path without its host",
        hint: "did you mean `\(printable(rest.1.map(String.init) ?? "/"))`?"
      )
    } else if text.hasPrefix("//") || !isOldPath(text) {
      let isPlain = !text.hasPrefix("/") && isOldPath("/" + text)
      report(
        found,
        key,
        expected,
        "write the path from the root",
        hint: isPlain ? "did you mean `/\(printable(text))`?" : nil
      )
    } else if text.split(separator: "/").contains(where: { $0.hasPrefix(".") }),
      !text.hasPrefix("/.well-known/")
    {
      report(
        found,
        key,
        "an address without names that begin with a dot, which hosts hide",
        "write another"
      )
    } else {
      return found
    }
    return nil
  }

  private mutating func redirectTarget(
    base: String?
  ) -> (address: String, written: Located<String>)? {
    guard let found = text("to", isRequired: true, limit: 1000) else { return nil }
    guard !reportsFullWidth(found, "to") else { return nil }
    let text = found.value
    let expected = "a page of the shop such as /about/, or an address that begins with https://"
    let encoded = PercentEncoding.redirect.encode(text)
    if let base, !base.isEmpty, text.lowercased().hasPrefix(hostOrigin(of: base).lowercased()),
      text.dropFirst(hostOrigin(of: base).count).first.map({ "/?#".contains($0) }) ?? true
    {
      let path = text.dropFirst(
        text.lowercased().hasPrefix(base.lowercased())
          ? base.count
          : hostOrigin(of: base).count
      )
      report(
        found,
        "to",
        "a page of the shop by its path",
        "leave out the shop's own host",
        hint: "did you mean `\(path.isEmpty ? "/" : printable(String(path)))`?"
      )
    } else if text.hasPrefix("/"), !text.hasPrefix("//"), !text.contains("\\") {
      return (encoded, found)
    } else if isAddress(encoded, scheme: "https://") {
      return (encoded, found)
    } else if text.lowercased().hasPrefix("http://") || text.hasPrefix("//") {
      let rest = text.drop { $0 != "/" }.drop { $0 == "/" }
      report(
        found,
        "to",
        "an address that begins with https://",
        "without it, whoever is on the way can lead buyers elsewhere",
        hint: "did you mean `https://\(printable(String(rest)))`?"
      )
    } else {
      let isHost = text.contains(".") && !text.contains("/") || text.hasPrefix("www.")
      let isPath = text.allSatisfy { $0.isLetter || $0.isNumber || "-_/.".contains($0) }
      report(
        found,
        "to",
        expected,
        "write the whole address",
        hint: isPath
          ? "did you mean `\(isHost ? "https://\(text)" : "/\(text)")`?" : nil
      )
    }
    return nil
  }

  private mutating func redirectStatus() -> Int? {
    guard let found = text("status") else { return has("status") ? nil : 301 }
    let statuses = [301, 302, 307, 308]
    if let status = Int(found.value), statuses.contains(status) { return status }
    let remedy =
      switch Int(found.value) {
      case 200: "no host but Netlify shows a page at another address: lead visitors there"
      case 404, 410: "name the address under `gone:`, which answers 410 where the host can"
      case 303: "write 302"
      default: "write 301 for good and 302 for a while"
      }
    report(found, "status", "301 or 308 for good, 302 or 307 for a while", remedy)
    return nil
  }

  /// Reports full-width characters; returns whether there are any.
  private mutating func reportsFullWidth(_ found: Located<String>, _ key: String) -> Bool {
    guard let plain = found.value.halfWidth else { return false }
    report(
      found,
      key,
      "an address in half-width characters",
      "write it anew",
      hint: "did you mean `\(printable(plain))`?"
    )
    return true
  }
}

/// Whether a text is a path from the root that a page may have had.
func isOldPath(_ path: String) -> Bool {
  let parts = path.split(separator: "/", omittingEmptySubsequences: false)
  return path.hasPrefix("/") && parts.count > 1 && path != "/"
    && parts.dropFirst().dropLast().allSatisfy { !$0.isEmpty }
    && parts.allSatisfy { $0 != "." && $0 != ".." && $0.utf8.count <= 200 }
    && !path.unicodeScalars.contains {
      $0.value <= 0x20 || "*:?#\\%".unicodeScalars.contains($0)
    }
}

/// Whether one of these patterns names an address; `/en/*` stands for all that begin like it.
func isCovered(_ address: String, by patterns: [Located<String>]) -> Bool {
  patterns.map(\.value).contains { pattern in
    guard pattern.hasSuffix("*") else { return withSlash(pattern) == withSlash(address) }
    return withSlash(address).hasPrefix(pattern.dropLast())
  }
}

func withSlash(_ address: String) -> String {
  address.hasSuffix("/") ? address : address + "/"
}

/// The key by which addresses are compared: a slash at the end makes no difference.
func redirectKey(_ address: String) -> String {
  var path = address.prefix { $0 != "?" && $0 != "#" }
  if path.hasSuffix("/index.html") { path = path.dropLast("index.html".count) }
  while path.count > 1, path.hasSuffix("/") { path = path.dropLast() }
  return (PercentEncoding.decode(path) ?? String(path)).composed
}

/// Scheme and host of a URL; within `Fields` the name `origin` means another function.
private func hostOrigin(of url: String) -> String { origin(of: url) }
