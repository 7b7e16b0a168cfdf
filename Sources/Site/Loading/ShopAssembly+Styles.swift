import Text

/// Checks of pictures, fonts and further stylesheets that stylesheets load.
extension ShopAssembly {
  /// Checks that the files which the shop's own stylesheets show exist.
  mutating func checkStyleAddresses(in templates: [String: String]) {
    let names = [Templates.stylesheetName, Templates.extraStylesName]
    for (name, text) in templates.sorted(by: { $0.key < $1.key }) where names.contains(name) {
      let isExtra = name == Templates.extraStylesName
      let file = "site/templates/" + name + (isExtra ? "" : ".mustache")
      check(Array(text.utf8), of: file, in: AddressFolder.assets.plainAddress)
    }
    for file in staticFiles where file.path.lowercased().hasSuffix(".css") {
      do throws(DiskError) {
        let bytes = try Disk.read(file.source, limit: SourceText.largestSize)
        let folder = ("/" + file.path).prefix { _ in true }
        let end = folder.lastIndex(of: "/") ?? folder.startIndex
        check(bytes, of: "site/static/" + file.path, in: String(folder[...end]))
      } catch {
        // A file that cannot be read is reported when it is copied.
        continue
      }
    }
  }

  /// The most addresses of one file that are checked.
  private static let mostAddresses = 50

  private mutating func check(_ css: [UInt8], of file: String, in folder: String) {
    for address in StyleAddresses(css).found.prefix(Self.mostAddresses) {
      guard let path = address.path(in: folder), !targets.hasFile(path) else { continue }
      let isRelative =
        folder == AddressFolder.assets.plainAddress && !address.written.hasPrefix("/")
      let message =
        "url: expected a file under site/static, found \(quoted(address.written))"
        + (isRelative
          ? ", which is looked for in /assets; write its path from the root, such as /images/a.png"
          : "; add the file or correct the path")
      let hint = targets.hint(forFile: path)
      do throws(ContentProblem) {
        let source = try SourceText(file: file, bytes: css)
        problems.append(
          source.problem(at: source.position(ofByte: address.offset), message, hint: hint)
        )
      } catch {
        problems.append(error)
        return
      }
    }
  }
}
