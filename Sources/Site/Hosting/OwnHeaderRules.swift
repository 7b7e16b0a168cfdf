import Text

/// The headers of the shop's settings, added to those of the build.
extension [HeaderRule] {
  /// The rules with those of the settings; a header that is set for the same pattern is replaced.
  func adding(_ own: [OwnHeaders]) -> [HeaderRule] {
    own.reduce(into: self) { rules, added in
      guard let index = rules.firstIndex(where: { $0.pattern == added.rule.pattern }) else {
        rules.append(added.rule)
        return
      }
      rules[index] = rules[index].replacing(with: added.rule)
    }
  }
}

extension HeaderRule {
  fileprivate func replacing(with other: HeaderRule) -> HeaderRule {
    let kept = headers.filter { other[$0.name] == nil }
    return HeaderRule(pattern, (kept + other.headers).map { ($0.name, $0.value) })
  }
}

/// Problems of the settings' headers that only the whole output shows.
///
/// `files` are all files of the output, copied ones included.
func ownHeaderProblems(of files: [OutputFile], of content: SiteContent) -> [ContentProblem] {
  let own = content.config.additions.headers
  guard !own.isEmpty else { return [] }
  let hidden = Set(HostRules.settings + HostRules.markers + content.oldAddresses.map(\.file))
  let statics = Set(content.staticFiles.map(\.path))
  let addresses = files.filter { !hidden.contains($0.path) }.map { addressOfPage("/" + $0.path) }
  let copied = Set(content.staticFiles.map { addressOfPage("/" + $0.path) })
  let ours = headerRules(
    for: files.filter { !hidden.contains($0.path) && !statics.contains($0.path) },
    of: content
  )
  var problems: [ContentProblem] = []
  for (index, added) in own.enumerated() {
    let reached = addresses.filter { added.rule.covers(Address.encode($0)) }
    if reached.isEmpty { problems.append(unused(added, addresses)) }
    let others = ours.map { ($0, nil) } + own[..<index].map { ($0.rule, Optional($0.written)) }
    for (header, place) in zip(added.rule.headers, added.places) {
      if let problem = doubled(header, of: added, at: place, among: others) {
        problems.append(problem)
      } else if header.name.lowercased() == "cache-control", !header.value.asksAnew,
        let page = reached.first(where: { !copied.contains($0) })
      {
        problems.append(
          ContentProblem(
            file: siteConfigFile,
            position: place,
            warning: .stalePages,
            message: "headers: expected pages and feeds to be asked for anew at each visit, found "
              + "\(quoted(header.value)) for \(quoted(page)) among others; a price that has "
              + "changed is shown for so long: name copied files alone, or remove the line"
          )
        )
      }
    }
  }
  return problems
}

private func unused(_ added: OwnHeaders, _ addresses: [String]) -> ContentProblem {
  let folders = addresses.flatMap { foldersAbove($0).filter { !$0.isEmpty }.map { "\($0)/*" } }
  let isFolder = added.rule.isPrefix
  let words = isFolder ? Set(folders).sorted() : addresses
  let slashed = added.written + "/"
  return ContentProblem(
    file: siteConfigFile,
    position: added.position,
    warning: .unusedHeader,
    message: "headers: expected the address of a page or file, or a folder with `/*`, found "
      + "\(quoted(added.written)), where the shop has none; correct or remove it",
    hint: addresses.contains(slashed)
      ? "did you mean `\(slashed)`?" : words.hint(for: added.written)
  )
}

/// The problem that two rules set one header, which only some hosts join by a comma.
private func doubled(
  _ header: HeaderRule.Header,
  of added: OwnHeaders,
  at place: Position,
  among others: [(rule: HeaderRule, written: String?)]
) -> ContentProblem? {
  let rule = added.rule
  let other = others.first { other in
    other.rule.pattern != rule.pattern && other.rule[header.name] != nil
      && (other.rule.covers(rule.pattern) || rule.covers(other.rule.pattern))
  }
  guard let other else { return nil }
  let address = other.written ?? decoded(other.rule.pattern)
  let isWider = rule.covers(other.rule.pattern)
  let remedy: String =
    if other.written != nil {
      "put the header under one of the two"
    } else if isWider {
      "name a folder of copied files, such as /downloads/*"
    } else {
      "write it under \(quoted(address)), whose own it then takes the place of"
    }
  return ContentProblem(
    file: siteConfigFile,
    position: place,
    message: "headers: expected \(header.name) from one rule for each address, found it for "
      + "\(quoted(added.written)) and "
      + (other.written == nil ? "from the build for " : "for ")
      + "\(quoted(address)): some hosts send both in one line; \(remedy)"
  )
}

extension String {
  /// Whether a Cache-Control makes caches revalidate every time.
  fileprivate var asksAnew: Bool {
    let words = lowercased()
    return words.contains("no-store") || words.contains("no-cache")
      || words.firstMatch(of: /max-age\s*=\s*(\d+)/).map { Int($0.1) == 0 } ?? false
        && words.firstMatch(of: /s-maxage\s*=\s*(\d+)/).map { Int($0.1) == 0 } ?? true
  }
}
