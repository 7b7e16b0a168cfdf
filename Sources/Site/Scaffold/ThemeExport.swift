/// Writes the built-in templates into a folder, to be changed there; returns their paths.
///
/// `names` selects templates, without `.mustache`; empty means all. Nothing is written if one of
/// the files exists, unless `overwrites` is set. With `shop`, the folder is part of that shop,
/// which must exist.
package func exportTheme(
  _ names: [String] = [],
  into folder: String,
  of shop: String? = nil,
  overwrites: Bool
) throws(ScaffoldRefusal) -> [String] {
  if let shop, Disk.status(of: shop + "/" + siteConfigFile)?.kind != .file { throw .noShop(shop) }
  let all = Templates.builtIn.keys.sorted()
  for name in names where !all.contains(name) {
    throw .malformed(
      option: "--only",
      found: name,
      expected: "one of \(all.joined(separator: ", "))"
    )
  }
  let files = all.filter { names.isEmpty || names.contains($0) }.map { name in
    (path: "\(folder)/\(name).mustache", text: exportedTemplate(name))
  }
  if !overwrites {
    let there = files.map(\.path).filter { Disk.status(of: $0) != nil }
    guard there.isEmpty else { throw .hasTemplates(there) }
  }
  try onScaffoldDisk { () throws(DiskError) in
    try Disk.makeFolder(folder)
    for file in files { try Disk.write(Array(file.text.utf8), to: file.path) }
  }
  return files.map(\.path)
}

/// The text of a built-in template; for a hook, a comment on its use.
private func exportedTemplate(_ name: String) -> String {
  if Templates.hooks.contains(name) {
    let place = name == "head" ? "the end of <head>" : "the end of the footer"
    // Without a line break, which would be one more line of every page.
    return "{{! Shown at \(place) of every page; the theme has nothing here. }}"
  }
  return Templates.builtIn[name] ?? ""
}
