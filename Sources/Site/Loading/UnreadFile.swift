/// What shows in the text of a file that could not be parsed, so that other files that refer to it
/// have no problems of their own.
struct UnreadFile: Sendable {
  /// The value of a line `slug:`.
  let slug: String?
  /// Paths that stand by themselves, such as aliases and the addresses of redirects.
  let paths: [String]
  /// Words before a colon, such as the names of labels and parameters.
  let names: Set<String>
  /// Origins such as `https://chat.example`.
  let origins: [String]

  /// Those of the files whose bytes can be read.
  static func all(_ files: [String], shop: String) -> [String: UnreadFile] {
    var all: [String: UnreadFile] = [:]
    for file in files { all[file] = UnreadFile(file, shop: shop) }
    return all
  }

  /// Nil when not even its bytes can be read.
  init?(_ file: String, shop: String) {
    let bytes: [UInt8]
    do throws(DiskError) {
      bytes = try Disk.read(shop + "/" + file, limit: ContentFile.largestFrontMatter)
    } catch {
      return nil
    }
    let lines = String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
    slug = lines.first { $0.hasPrefix("slug:") }
      .map { $0.dropFirst("slug:".count).filter { !" \"'".contains($0) } }
    let words = lines.flatMap { $0.split { " \t\"',[]{}".contains($0) } }
    paths = words.filter { $0.hasPrefix("/") && $0.count > 1 }.map(String.init)
    names = Set(
      words.compactMap { word in
        word.firstIndex { $0 == ":" || $0 == "：" }.map { String(word[..<$0]) }
      }
    )
    origins = words.filter { $0.hasPrefix("https://") }
      .map { $0.split(separator: "/", maxSplits: 2).prefix(2).joined(separator: "//") }
  }
}
