import Text

/// Checks of pictures, fonts and further stylesheets that stylesheets load.
extension ShopAssembly {
  /// Checks that the files which the shop's own stylesheets show exist.
  mutating func checkStyleAddresses(in templates: [String: String]) {
    let names = [Templates.stylesheetName, Templates.extraStylesName]
    for (name, text) in templates.sorted(by: { $0.key < $1.key }) where names.contains(name) {
      let isExtra = name == Templates.extraStylesName
      let file = "site/templates/" + name + (isExtra ? "" : ".mustache")
      check(Array(text.utf8), of: file, in: "/assets/")
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
    for (address, offset) in StyleAddresses(css).found.prefix(Self.mostAddresses) {
      guard let path = address.path(in: folder), !targets.hasFile(path) else { continue }
      let isRelative = folder == "/assets/" && !address.written.hasPrefix("/")
      let message =
        "url: expected a file under site/static, found \(quoted(address.written))"
        + (isRelative
          ? ", which is looked for in /assets; write its path from the root, such as /images/a.png"
          : "; add the file or correct the path")
      let hint = targets.hint(forFile: path)
      do throws(ContentProblem) {
        let source = try SourceText(file: file, bytes: css)
        problems.append(source.problem(at: source.position(ofByte: offset), message, hint: hint))
      } catch {
        problems.append(error)
        return
      }
    }
  }
}

/// The addresses in a stylesheet.
struct StyleAddresses {
  /// An address as written.
  struct Address {
    let written: String
    /// Whether it is a string of `image-set(…)`, which needs no `url(…)`.
    var isInSet = false

    /// The path from the root; nil for an address outside of the shop.
    func path(in folder: String) -> String? {
      let plain = written.prefix { $0 != "?" && $0 != "#" }
      let isForeign = plain.hasPrefix("//") || plain.prefix { $0 != "/" }.contains(":")
      guard !plain.isEmpty, !isForeign, !plain.contains("{{"),
        let decoded = PercentEncoding.decode(plain)
      else { return nil }
      return normalizedPath(decoded.hasPrefix("/") ? decoded : folder + decoded)
    }
  }

  /// The addresses outside of comments, each with its offset.
  private(set) var found: [(Address, Int)] = []

  /// The brackets that are open, and those of `image-set`.
  private var depth = 0
  private var sets: [Int] = []

  init(_ css: [UInt8]) {
    var index = 0
    while index < css.count {
      let rest = css[index...]
      if rest.starts(with: "/*".utf8) {
        index += 2
        while index < css.count, !css[index...].starts(with: "*/".utf8) { index += 1 }
        index += 2
      } else if css[index] | 0x20 == UInt8(ascii: "u"), Self.isURL(rest) {
        depth += 1
        index = read(css, from: index + 4)
      } else if css[index] == 0x22 || css[index] == 0x27 {
        index = readString(css, from: index)
      } else {
        count(css[index], behind: css[..<index])
        index += 1
      }
    }
  }

  private mutating func count(_ byte: UInt8, behind text: ArraySlice<UInt8>) {
    if byte == UInt8(ascii: "(") {
      depth += 1
      let name = text.suffix("image-set".utf8.count).map { $0 | 0x20 }
      if name.elementsEqual("image-set".utf8) { sets.append(depth) }
    } else if byte == UInt8(ascii: ")") {
      if sets.last == depth { sets.removeLast() }
      depth -= 1
    }
  }

  /// Reads a string, which ends with its line; returns the place behind it.
  private mutating func readString(_ css: [UInt8], from start: Int) -> Int {
    let rest = css[(start + 1)...]
    let end = rest.firstIndex { $0 == css[start] || $0 == UInt8(ascii: "\n") } ?? css.count
    let before = css[..<start].reversed().drop { $0 <= 0x20 }.prefix("@import".utf8.count)
    let isImport = before.reversed().map { $0 | 0x20 }.elementsEqual(
      "@import".utf8.map { $0 | 0x20 }
    )
    let isInSet = sets.last == depth && depth > 0
    if isImport || isInSet, end > start + 1 {
      let written = String(decoding: css[(start + 1)..<end], as: UTF8.self)
      found.append((Address(written: written, isInSet: isInSet), start + 1))
    }
    return end + 1
  }

  private static func isURL(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.prefix(4).map { $0 | 0x20 }.elementsEqual("url(".utf8.map { $0 | 0x20 })
      && bytes.dropFirst(3).first == UInt8(ascii: "(")
  }

  private mutating func read(_ css: [UInt8], from start: Int) -> Int {
    let end = css[start...].firstIndex(of: UInt8(ascii: ")")) ?? css.count
    let isEdge = { (byte: UInt8) in [0x20, 0x09, 0x0A, 0x0D, 0x22, 0x27].contains(byte) }
    let text = css[start..<end].drop(while: isEdge)
    let length = text.lastIndex { !isEdge($0) }.map { $0 + 1 - text.startIndex } ?? 0
    if length > 0 {
      let written = String(decoding: text.prefix(length), as: UTF8.self)
      found.append((Address(written: written), text.startIndex))
    }
    return end
  }
}
