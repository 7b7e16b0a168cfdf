import Shop

/// The files that the shop's hosts need besides `_headers` and `_redirects`.
///
/// A file of the same name in `site/static` takes precedence.
func hostFiles(_ rules: HostRules, of content: SiteContent) -> [OutputFile] {
  let moved = rules.under(content.config.basePath)
  let files = content.config.hosts.flatMap { host -> [OutputFile] in
    switch host {
    case .nginx: [nginxFile(moved)]
    case .caddy: [caddyFile(moved)]
    case .cloudflare, .netlify: []
    case .gitHubPages: gitHubFiles(content.config)
    case .edgeOne: [edgeOneFile(moved)]
    case .s3: [rcloneFile(rules)]
    }
  }
  let own = Set(content.staticFiles.map(\.path))
  return files.filter { !own.contains($0.path) }
}

/// `.nojekyll`, without which GitHub leaves out files that begin with `_`, and `CNAME`.
private func gitHubFiles(_ config: SiteConfig) -> [OutputFile] {
  let marker = OutputFile(path: ".nojekyll", bytes: [])
  let name = config.baseURL.split(separator: "/").dropFirst().first?.prefix { $0 != ":" } ?? ""
  let isOwn =
    config.basePath.isEmpty && !name.isEmpty && !name.hasSuffix("github.io") && name != "localhost"
    && name.contains(".")
    && name.contains { $0.isLetter }
  return [marker] + (isOwn ? [OutputFile(path: "CNAME", text: name + "\n")] : [])
}

/// `edgeone.json`: redirects, and the headers that EdgeOne does not send by itself.
private func edgeOneFile(_ rules: HostRules) -> OutputFile {
  let redirects = rules.redirects.map { (Address.encode($0.from), $0) }
    .filter { max($0.0.utf8.count, $0.1.to.utf8.count) <= HostLimits.edgeOneAddress }
    .prefix(HostLimits.edgeOneRedirects)
    .map { source, rule in
      JSONText.object([
        ("source", .text(source)), ("destination", .text(rule.to)),
        ("statusCode", .number(rule.status)),
      ])
    }
  let headers = rules.headers.needed.map { rule in
    JSONText.object([
      ("source", .text(rule.pattern)),
      (
        "headers",
        .list(
          rule.headers.map { .object([("key", .text($0.name)), ("value", .text($0.value))]) }
        )
      ),
    ])
  }
  let document = JSONText.object([("redirects", .list(redirects)), ("headers", .list(headers))])
  return OutputFile(path: "edgeone.json", text: document.script + "\n")
}

/// `_rclone.sh`: copies the shop into a bucket, with the cache times as metadata.
///
/// Files that pages refer to are copied first, then pages. Removed files are deleted last, except
/// those named by their content, which pages in caches still use.
private func rcloneFile(_ rules: HostRules) -> OutputFile {
  let hidden = (HostRules.settings + [".*"]).map { "--filter \"- /\($0)\"" }
    .joined(separator: " ")
  let kinds = Dictionary(
    grouping: rules.headers.filter { rule in
      rule.pattern != AddressFolder.assets.plainAddress + "*"
        && rule["Cache-Control"].map { $0 != HostRules.revalidate } ?? false
    }
  ) { $0["Cache-Control"] ?? "" }
  let copied = kinds.sorted { $0.key < $1.key }.map { value, rules in
    let filters = rules.map {
      "--filter \(shellQuoted("+ \(globEscaped(decoded($0.start)))\($0.isPrefix ? "**" : "")"))"
    }
    return "put \(shellQuoted(value)) \(filters.joined(separator: " ")) --filter '- *' \"$@\""
  }
  let kept = "--filter '- /assets/**'"
  let lines =
    [
      "#!/bin/sh",
      "# Written by `cardstock build`: a change in here is lost with the next one.",
      "# Copies this folder into a bucket:  sh public/_rclone.sh REMOTE:BUCKET [OPTIONS OF RCLONE]",
      "set -eu",
      "bucket=${1:?expected the bucket, such as remote:bucket}",
      "shift",
      "cd \"$(dirname \"$0\")\"",
      "put() {",
      "  kept=$1",
      "  shift",
      "  rclone copy . \"$bucket\" --checksum --header-upload \"Cache-Control: $kept\" \"$@\"",
      "}",
      "put \"\(HostRules.forever)\" --filter '+ /assets/**' --filter '- *' \"$@\"",
    ]
    + copied + [
      "put \"\(HostRules.revalidate)\" \(hidden) \"$@\"",
      "rclone sync . \"$bucket\" --checksum --delete-after \(hidden) \(kept) \"$@\"",
    ]
  return OutputFile(path: "_rclone.sh", text: lines.joined(separator: "\n") + "\n")
}

private func shellQuoted(_ text: String) -> String {
  "'" + text.replacing("'", with: "'\\''") + "'"
}

/// A path with rclone's pattern characters escaped.
private func globEscaped(_ path: String) -> String {
  path.map { #"*?[]{}\"#.contains($0) ? "\\\($0)" : String($0) }.joined()
}
