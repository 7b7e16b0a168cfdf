/// Every dependency of Package.swift has an exact version, so that builds are reproducible.
enum ManifestRule {
  static func findings(in manifest: String) -> [Finding] {
    let file = SourceFile(path: "Package.swift", text: manifest)
    return file.lines.indices.compactMap { index in
      guard file.lines[index].trimmed.hasPrefix(".package(") else { return nil }
      let end = file.lines[index...].firstIndex { $0.trimmed.hasPrefix(")") || $0.hasSuffix("),") }
      let text = file.lines[index...(end ?? index)].joined(separator: " ")
      guard !text.contains("exact: \"") else { return nil }
      let remedy = "write `exact: \"VERSION\"`"
      return Finding(file: file.path, line: index + 1, rule: "version", remedy: remedy)
    }
  }
}

extension String {
  fileprivate var trimmed: Substring { drop { $0 == " " } }
}
