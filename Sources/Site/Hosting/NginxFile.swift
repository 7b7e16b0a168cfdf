import Text

/// `_nginx.conf`: the directives for a `server { }` of nginx, below `root`.
///
/// A location with an `add_header` does not inherit any. So every header is added once, for the
/// whole server, and where its value varies it is a variable that locations set.
func nginxFile(_ rules: HostRules) -> OutputFile {
  let varying = rules.varyingHeaders
  let parent = rules.path.isEmpty ? "with this folder" : "with the folder above this one"
  var lines = [
    "# Written by `cardstock build`: a change in here is lost with the next one.",
    "# Inside server { }, after `root` \(parent):  include /srv/www\(folder(rules))/_nginx.conf;",
    "",
  ]
  for name in varying {
    lines.append("set \(variable(name)) \(nginxQuoted(rules.standard(name)));")
  }
  lines += nginxNamedPages(rules)
  let settings = nginxSettings(rules, varying)
  if rules.path.isEmpty {
    lines += settings
  } else {
    // Under a path, the server's other addresses are not affected.
    lines += [
      "location = \(nginxQuoted(rules.path)) {",
      "  absolute_redirect off;",
      "  return 301 \(rules.path)/$is_args$args;",
      "}",
    ]
    lines.append("location ^~ \(nginxQuoted(rules.path + "/")) {")
    lines += settings.map { $0.isEmpty ? "" : "  " + $0 }
    lines += [
      "  location = \(nginxQuoted(rules.path + "/_named")) {",
      "    internal;",
      "    return 301 \(rules.path)/$cardstock_named$is_args$args;",
      "  }",
    ]
    lines.append("}")
  }
  return OutputFile(path: "_nginx.conf", text: lines.joined(separator: "\n") + "\n")
}

/// Redirects from `index.html` to its folder.
private func nginxNamedPages(_ rules: HostRules) -> [String] {
  let start = rules.path.isEmpty ? "" : regexQuoted(rules.path.dropFirst()) + "/"
  let named = #"if ($request_uri ~ "^/+"# + start + #"([^?\\\\]*/)?index\.html(?:\?|$)")"#
  let answer =
    rules.path.isEmpty
    ? "return 301 /$1$is_args$args;"
    : "set $cardstock_named $1; rewrite ^ \(nginxQuoted(rules.path + "/_named")) last;"
  return [
    "# One address a page; never with the name of its file.", "\(named) { \(answer) }", "",
  ]
}

private func folder(_ rules: HostRules) -> String {
  rules.path.isEmpty ? "/shop" : rules.path
}

/// Settings of the server, or of the location of the whole shop.
private func nginxSettings(_ rules: HostRules, _ varying: [String]) -> [String] {
  var lines = [
    "index index.html;",
    "absolute_redirect off;",
    "server_tokens off;",
    "default_type application/octet-stream;",
    "types {",
  ]
  lines += rules.mediaTypes.map { "  \($0.type) \($0.endings.joined(separator: " "));" }
  lines += ["}", "charset utf-8;", "charset_types \(textTypes(rules));", ""]
  lines += ["gzip on;", "gzip_vary on;", "gzip_proxied any;", "gzip_min_length 1024;"]
  lines.append("gzip_types \(textTypes(rules)) image/svg+xml;")
  if rules.isPrecompressed { lines.append("gzip_static on;") }
  lines.append("")
  for name in rules.headerNames {
    let value = varying.contains(name) ? variable(name) : nginxQuoted(rules.standard(name))
    lines.append("add_header \(name) \(value) always;")
  }
  lines += ["", "error_page 403 404 =404 \(nginxQuoted(rules.rootMissingPage));", ""]
  lines += nginxLocations(rules, varying)
  lines += rules.gone.map { gone in
    gone.hasSuffix("*")
      ? "location ^~ \(nginxQuoted(String(gone.dropLast()))) { return 410; }"
      : "location = \(nginxQuoted(gone)) { return 410; }"
  }
  lines += rules.redirectsOfBothForms.map { rule in
    let query = rule.takesQuery ? "$is_args$args" : ""
    let target = nginxQuoted(rule.to.replacing("$", with: "%24") + query)
    return "location = \(nginxQuoted(rule.from)) { return \(rule.status) \(target); }"
  }
  return lines
}

/// A text with the special characters of regular expressions escaped.
private func regexQuoted(_ text: Substring) -> String {
  text.map { #".+()$"#.contains($0) ? "\\\($0)" : String($0) }.joined()
}

private func nginxLocations(_ rules: HostRules, _ varying: [String]) -> [String] {
  var lines = HostRules.settings.map { file in
    "location = \(nginxQuoted("\(rules.path)/\(file)")) { return 404; }"
  }
  lines.append(#"location ~ "/\.(?!well-known(/|$))" { return 404; }"#)
  let missing = [rules.rootMissingPage] + rules.missingPages.map(\.file)
  lines += missing.map { "location = \(nginxQuoted($0)) { internal; }" }
  // A location with nested ones needs a `try_files` of its own.
  lines.append(
    rules.path.isEmpty
      ? "location / { try_files $uri $uri/ =404; }" : "try_files $uri $uri/ =404;"
  )
  // Each language's folder has its own page for missing addresses.
  let languages = rules.missingPages.map(\.prefix)
    .filter { prefix in !rules.headers.contains { $0.isPrefix && $0.start == prefix } }
    .map { HeaderRule($0 + "*", []) }
  let taken = missing + rules.redirectsOfBothForms.map(\.from)
  for rule in rules.headers + languages where rule.pattern != rules.everything {
    let path = decoded(rule.start)
    guard rule.isPrefix || !taken.contains(path) else { continue }
    let settings = varying.compactMap { name -> String? in
      let value = rules.value(of: name, at: rule.pattern) ?? ""
      return value == rules.standard(name)
        ? nil : "set \(variable(name)) \(nginxQuoted(value));"
    }
    let missingPage = rules.missingPage(below: rule.start)
    guard !settings.isEmpty || missingPage != rules.rootMissingPage else { continue }
    // Inside nginx a folder's address becomes that of its `index.html`.
    let page = !rule.isPrefix && path.hasSuffix("/") ? "index.html" : ""
    lines.append("location \(rule.isPrefix ? "" : "= ")\(nginxQuoted(path + page)) {")
    lines += settings.map { "  " + $0 }
    if missingPage != rules.rootMissingPage {
      lines.append("  error_page 403 404 =404 \(nginxQuoted(missingPage));")
    }
    lines += ["  try_files $uri $uri/ =404;", "}"]
  }
  return lines
}

/// A text in quotes, with quotes and backslashes escaped.
private func nginxQuoted(_ text: String) -> String {
  "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
}

private func variable(_ header: String) -> String {
  "$cardstock_" + header.lowercased().replacing("-", with: "_")
}

/// The text types besides HTML, which nginx always includes.
private func textTypes(_ rules: HostRules) -> String {
  rules.mediaTypes.filter { $0.isText && $0.type != "text/html" }.map(\.type)
    .joined(separator: " ")
}

/// A path percent-decoded, as servers compare it; unchanged if it is not valid.
func decoded(_ path: String) -> String { PercentEncoding.decode(path[...]) ?? path }

extension HostRules {
  /// The headers that any rule sets, in order, each once.
  var headerNames: [String] { headers.flatMap { $0.headers.map(\.name) }.eachOnceByName }

  /// The value of a header where no other rule names it.
  func standard(_ name: String) -> String {
    value(of: name, at: everything) ?? (name == "Cache-Control" ? Self.revalidate : "")
  }

  /// The headers whose values vary.
  var varyingHeaders: [String] {
    headerNames.filter { name in
      headers.contains { ($0[name] ?? standard(name)) != standard(name) }
    }
  }

  /// The media types, each with its file endings.
  var mediaTypes: [(type: String, endings: [String], isText: Bool)] {
    let byType = Dictionary(grouping: Site.mediaTypes, by: \.value)
    return byType.map { whole, pairs in
      let type = String(whole.prefix { $0 != ";" })
      return (type: type, endings: pairs.map(\.key).sorted(), isText: type != whole)
    }.sorted { $0.type < $1.type }
  }
}

extension [String] {
  /// The names without repeats, ignoring case.
  fileprivate var eachOnceByName: [String] {
    var seen = Set<String>()
    return filter { seen.insert($0.lowercased()).inserted }
  }
}
