/// The files and folders that ARCHITECTURE.md names must exist.
enum MapRule {
  /// Checks names such as `Storage/Orders.swift`, `Worker/HTTP/Route` or `Loading/ShopFiles` in
  /// backticks; a single `X` in a name stands for any provider.
  static func findings(in text: String, files: [SourceFile]) -> [Finding] {
    let paths = files.map { "/" + $0.path.replacing(".swift", with: "") + "/" }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.enumerated().flatMap { index, line in
      places(in: line).filter { place in !paths.contains { $0.contains("/\(place)/") } }.map {
        let remedy = "`\($0)` is not in the tree; say where it is now"
        return Finding(file: "ARCHITECTURE.md", line: index + 1, rule: "map", remedy: remedy)
      }
    }
  }

  private static func places(in line: Substring) -> [String] {
    let quoted = line.split(separator: "`", omittingEmptySubsequences: false)
    return quoted.indices.filter { $0 % 2 == 1 }.compactMap { index in
      let words = quoted[index].replacing(".swift", with: "").replacing("/X", with: "/Stripe")
        .replacing("XA", with: "StripeA")
      let isPath =
        words.contains("/") && words.first?.isUppercase == true
        && words.allSatisfy { $0.isLetter || $0.isNumber || "/+-".contains($0) }
      return isPath ? String(words) : nil
    }
  }
}
