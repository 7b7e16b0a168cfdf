import Text

/// What only the whole output shows of aliases: one in the place of another file, and too many.
///
/// `files` hold a path twice where a page of the shop and an alias both want it.
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
    // A folder is in the way of a file, and a file in the way of a folder.
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

/// `a/b/c` has `a` and `a/b` above it.
func foldersAbove(_ path: String) -> [Substring] {
  path.indices.filter { path[$0] == "/" }.map { path[..<$0] }
}

extension OldAddress {
  /// A problem at the line of its file that has the alias.
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
