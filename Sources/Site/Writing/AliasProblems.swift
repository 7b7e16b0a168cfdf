import Text

/// Problems of aliases that only the whole output shows: a conflict with another file, or too many.
///
/// `files` have a path twice if both a page of the shop and an alias have it.
func aliasProblems(
  of content: SiteContent,
  in files: [OutputFile],
  shop: String
) -> [ContentProblem] {
  let old = content.oldAddresses
  guard !old.isEmpty else { return [] }
  var counts: [String: Int] = [:]
  var folders = Set<Substring>()
  for file in files {
    let path = file.path.lowercased()
    counts[path, default: 0] += 1
    folders.formUnion(foldersAbove(path))
  }
  var problems: [ContentProblem] = []
  for address in old {
    let file = address.file.lowercased()
    // A file conflicts with a folder of the same name.
    let isFree =
      counts[file] == 1 && !folders.contains(file[...])
      && foldersAbove(file).allSatisfy { counts[String($0)] == nil }
    guard !isFree else { continue }
    problems.append(
      address.problem(
        nil,
        "\(address.key): expected an address that nothing has, found \(quoted(address.path)), "
          + "where the shop has a page or a file; remove it",
        shop: shop
      )
    )
  }
  if content.config.hosts.mayBeCloudflare, old.count > HostLimits.redirects {
    problems.append(
      old[HostLimits.redirects].problem(
        .manyAliases,
        "\(old[HostLimits.redirects].key): expected at most \(HostLimits.redirects) in all "
          + "products and languages, "
          + "as many as Cloudflare redirects, found \(old.count); "
          + "those from here on forward by a page alone; remove what nobody visits",
        shop: shop
      )
    )
  }
  return problems
}

/// The folders above a path: `a` and `a/b` of `a/b/c`.
func foldersAbove(_ path: String) -> [Substring] {
  path.indices.filter { path[$0] == "/" }.map { path[..<$0] }
}

extension OldAddress {
  /// A problem at the alias's line in its file.
  fileprivate func problem(
    _ warning: Diagnostic?,
    _ message: String,
    shop: String
  ) -> ContentProblem {
    do throws(ContentProblem) {
      let text = try readSourceText(source, shop: shop)
      return text.problem(warning, at: text.firstPosition(of: written), message)
    } catch {
      return ContentProblem(file: source, warning: warning, message: message)
    }
  }
}
