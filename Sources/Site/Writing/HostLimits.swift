/// What a static host takes: the figures of Cloudflare Pages, the tightest of the free ones.
enum HostLimits {
  /// Files of one site on the free plan.
  static let files = 20_000
  /// Bytes of one file.
  static let fileBytes = 25 << 20
  /// Lines of `_redirects` without a pattern.
  static let redirects = 2_000
}

/// Warnings for an output that such a host would refuse.
package func hostLimitProblems(of files: [OutputFile]) -> [ContentProblem] {
  var problems: [ContentProblem] = []
  let count = files.count { $0.path != "_headers" && $0.path != "_redirects" }
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
