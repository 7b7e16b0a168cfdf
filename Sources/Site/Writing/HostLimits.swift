import Text

/// The limits of static hosts by their documentation; those without a host's name are Cloudflare
/// Pages', the strictest of free hosts.
enum HostLimits {
  /// Files of one site on the free plan.
  static let files = 20_000
  /// Bytes of one file.
  static let fileBytes = 25 << 20
  /// Lines of `_redirects` without a pattern.
  static let redirects = 2_000
  /// Characters of one line of `_redirects`.
  static let redirectLine = 1_000
  /// The number of redirects above which a deployment to Netlify may fail.
  static let netlifyRedirects = 10_000
  /// Bytes of a whole site on GitHub Pages.
  static let gitHubBytes = 1 << 30
  /// Rules of `_headers`.
  static let headerRules = 100
  /// Characters of one line of `_headers`.
  static let headerLine = 2_000
  /// Entries of `redirects` in EdgeOne's `edgeone.json`.
  static let edgeOneRedirects = 100
  /// Characters of an address there.
  static let edgeOneAddress = 500
}

/// Warnings for an output that a host would refuse, or Cloudflare when no host is named.
package func hostLimitProblems(of files: [OutputFile], for hosts: [Host] = []) -> [ContentProblem] {
  var problems: [ContentProblem] = []
  let bytes = files.reduce(0) { $0 + $1.bytes.count }
  if hosts.contains(.gitHubPages), bytes > HostLimits.gitHubBytes {
    problems.append(
      ContentProblem(
        file: siteConfigFile,
        warning: .hostLimit,
        message: "host: expected at most 1024 MiB in the output, as much as GitHub Pages "
          + "publishes, found \(bytes >> 20) MiB; make pictures smaller, or use another host"
      )
    )
  }
  guard hosts.mayBeCloudflare else { return problems }
  let count = files.count { !HostRules.settings.contains($0.path) }
  if count > HostLimits.files {
    problems.append(
      ContentProblem(
        file: siteConfigFile,
        warning: .manyFiles,
        message: "expected at most \(HostLimits.files) files in the output, the limit of "
          + "Cloudflare Pages' free plan, found \(count); "
          + "use a host that takes them, or fewer languages and tags"
      )
    )
  }
  for file in files where file.bytes.count > HostLimits.fileBytes {
    problems.append(
      ContentProblem(
        file: file.path,
        warning: .largeFile,
        message: "expected at most 25 MiB in one file of the output, the limit of "
          + "Cloudflare Pages, found \(file.bytes.count >> 20) MiB; make it smaller"
      )
    )
  }
  return problems
}

/// Warnings for headers and redirects that one of the shop's hosts would not read.
func hostRuleProblems(of files: [OutputFile], of content: SiteContent) -> [ContentProblem] {
  let config = content.config
  let rules = HostRules(for: files, of: content, address: Address(config))
  return silentHosts(config) + rules.problems(for: config.hosts)
}

/// Warnings for hosts that cannot send the settings' headers, at the first such header.
private func silentHosts(_ config: SiteConfig) -> [ContentProblem] {
  config.hosts.filter { !$0.sendsHeaders }.compactMap { host in
    // A bucket can store cache times as metadata.
    let lost = config.additions.headers.first { own in
      own.rule.headers.contains { host != .s3 || $0.name.lowercased() != "cache-control" }
    }
    return lost.map { own in
      ContentProblem(
        file: siteConfigFile,
        position: own.position,
        warning: .hostLimit,
        message: "headers: expected a host that sends headers of the shop's own, found "
          + "\(quoted(host.rawValue)), which sends its own alone; remove them, or put a proxy "
          + "such as Cloudflare's in front"
      )
    }
  }
}

extension HostRules {
  /// Warnings for rules that a host would not read.
  fileprivate func problems(for hosts: [Host]) -> [ContentProblem] {
    var messages: [String] = []
    if hosts.mayBeCloudflare {
      let rules = headers.count > HostLimits.headerRules ? headers.needed : []
      if rules.count > HostLimits.headerRules {
        messages.append(
          "expected at most \(HostLimits.headerRules) rules in _headers, as many as Cloudflare "
            + "reads, found \(rules.count); put the files of site/static into fewer folders, "
            + "since \(quoted(rules[HostLimits.headerRules].pattern)) and what follows are left out"
        )
      }
      for rule in headers {
        for header in rule.headers
        where header.name.utf8.count + header.value.utf8.count + 4 > HostLimits.headerLine {
          messages.append(
            "expected at most \(HostLimits.headerLine) characters in a line of _headers, as many "
              + "as Cloudflare reads, found more in \(quoted(header.name)) of "
              + "\(quoted(rule.pattern)); shorten it"
          )
        }
      }
    }
    messages += longRedirects(for: hosts)
    if hosts.contains(.netlify), redirects.count > HostLimits.netlifyRedirects {
      messages.append(
        "expected at most \(HostLimits.netlifyRedirects) redirects, from which on Netlify's "
          + "deployments may fail, found \(redirects.count); remove aliases that nobody visits"
      )
    }
    if hosts.contains(.edgeOne), redirects.count > HostLimits.edgeOneRedirects {
      messages.append(
        "expected at most \(HostLimits.edgeOneRedirects) redirects, as many as edgeone.json may "
          + "hold, found \(redirects.count); those beyond are forwarded by pages alone; "
          + "remove aliases that nobody visits"
      )
    }
    return messages.map {
      ContentProblem(file: siteConfigFile, warning: .hostLimit, message: "host: \($0)")
    }
  }

  /// Redirects whose addresses are longer than a host reads; the first of each host.
  private func longRedirects(for hosts: [Host]) -> [String] {
    var messages: [String] = []
    let tell = { (host: String, limit: Int, from: String) in
      "expected at most \(limit) characters in a redirect, as many as \(host) reads, found more "
        + "from \(quoted(from)), which a page forwards alone; shorten the two addresses"
    }
    let pairs = redirects.map { (from: Address.encode($0.from), to: $0.to) }
    let limit = HostLimits.redirectLine
    if hosts.mayBeCloudflare,
      let long = pairs.first(where: { $0.from.utf8.count + $0.to.utf8.count + 5 > limit })
    {
      messages.append(tell("Cloudflare", limit, long.from))
    }
    let longest = HostLimits.edgeOneAddress
    if hosts.contains(.edgeOne),
      let long = pairs.first(where: { max($0.from.utf8.count, $0.to.utf8.count) > longest })
    {
      messages.append(tell("EdgeOne", longest, long.from))
    }
    return messages
  }
}
