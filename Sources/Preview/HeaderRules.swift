/// The rules of `_headers`, read as static hosts do: patterns, each with headers to add.
///
/// A `*` matches any text. All matching rules apply; the values of a header that two of them set
/// are joined with a comma, as Cloudflare Pages does.
package struct HeaderRules: Sendable {
  private let rules: [(pattern: String, headers: [PreviewAnswer.Header])]

  package init(_ text: String) {
    var rules: [(pattern: String, headers: [PreviewAnswer.Header])] = []
    for line in text.split(whereSeparator: \.isNewline) {
      let content = line.trimmed
      if content.isEmpty || content.hasPrefix("#") { continue }
      if line.first?.isWhitespace == true {
        guard !rules.isEmpty, let colon = content.firstIndex(of: ":") else { continue }
        let name = String(content[..<colon].trimmed)
        let value = String(content[content.index(after: colon)...].trimmed)
        rules[rules.count - 1].headers.append(PreviewAnswer.Header(name: name, value: value))
      } else {
        rules.append((String(content), []))
      }
    }
    self.rules = rules
  }

  /// The headers for a path, which begins with a slash.
  package func headers(for path: String) -> [PreviewAnswer.Header] {
    var headers: [PreviewAnswer.Header] = []
    for rule in rules where matches(path[...], rule.pattern[...]) {
      for header in rule.headers {
        if let index = headers.firstIndex(where: {
          $0.name.lowercased() == header.name.lowercased()
        }) {
          let joined = headers[index].value + ", " + header.value
          headers[index] = PreviewAnswer.Header(name: header.name, value: joined)
        } else {
          headers.append(header)
        }
      }
    }
    return headers
  }
}

/// The rules of `_redirects`, read as static hosts do: from, to and status on each line.
package struct RedirectRules: Sendable {
  private let targets: [String: (target: String, status: Int)]

  package init(_ text: String) {
    var targets: [String: (target: String, status: Int)] = [:]
    for line in text.split(whereSeparator: \.isNewline) {
      let parts = line.split(whereSeparator: \.isWhitespace)
      guard parts.count >= 2, !parts[0].hasPrefix("#") else { continue }
      let status = parts.count > 2 ? Int(parts[2].prefix { $0 != "!" }) ?? 302 : 302
      // A rule for the page of missing addresses is not a redirect.
      guard (300..<400).contains(status) else { continue }
      let path = decodedPath(String(parts[0])) ?? String(parts[0])
      targets[path] = (String(parts[1]), status)
    }
    self.targets = targets
  }

  /// The redirect for a decoded path; nil when there is none.
  package func target(for path: String) -> (target: String, status: Int)? { targets[path] }
}

private func matches(_ path: Substring, _ pattern: Substring) -> Bool {
  guard let star = pattern.firstIndex(of: "*") else { return path == pattern }
  guard path.hasPrefix(pattern[..<star]) else { return false }
  let rest = pattern[pattern.index(after: star)...]
  let tail = path[
    path.index(path.startIndex, offsetBy: pattern.distance(from: pattern.startIndex, to: star))...
  ]
  return rest.isEmpty || tail.indices.contains { matches(tail[$0...], rest) } || matches("", rest)
}

extension Substring {
  fileprivate var trimmed: Substring {
    var text = self
    while text.first?.isWhitespace == true { text = text.dropFirst() }
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return text
  }
}
