import Text

/// What an SVG may not hold: it is served from the shop's own origin, so that a script in it could
/// do all that a page can.
struct SVGContent {
  /// What was found, and where: a byte of the file.
  struct Finding {
    let what: String
    let offset: Int
  }

  /// The first thing in it that runs or is fetched from elsewhere; nil for a drawing.
  static func finding(in bytes: [UInt8]) -> Finding? {
    let text = String(decoding: bytes, as: UTF8.self).lowercased()
    let forms: [(pattern: Regex<Substring>, what: String)] = [
      (/<(?:[a-z]+:)?script\b/, "a script"),
      (/<(?:[a-z]+:)?(?:foreignobject|iframe|embed|object)\b/, "foreign content"),
      (/[\s"'\/]on[a-z]+\s*=\s*["']/, "an event handler"),
      // Drawing programs write entities for the names of namespaces: those hold text alone.
      (/<!entity\b[^>"']*["'][^"']*[<&]/, "an entity that holds elements"),
      (/\b(?:href|style)\s*=\s*["']\s*&(?!#|amp;|quot;|lt;|gt;|apos;)/, "an entity in a reference"),
      (
        /href\s*=\s*["']\s*(?:https?:|\/\/|javascript:|data:text|data:image\/svg)/,
        "a foreign reference"
      ),
      (/url\(\s*["']?\s*(?:https?:|\/\/)/, "a foreign reference"),
      (/@import\b/, "a foreign stylesheet"),
      (/<\?xml-stylesheet\b/, "a foreign stylesheet"),
    ]
    return forms.compactMap { form in
      text.firstRange(of: form.pattern).map { range in
        Finding(
          what: form.what,
          offset: text.utf8.distance(from: text.startIndex, to: range.lowerBound)
        )
      }
    }
    .min { $0.offset < $1.offset }
  }
}

extension ShopAssembly {
  /// Checks the image files themselves, shown or not: they are published.
  mutating func checkImageFiles() {
    for file in staticFiles where ImageHead.isImage(path: file.path) {
      let ending = file.path.split(separator: ".").last.map { $0.lowercased() } ?? ""
      if ending == "svg" { checkContent(of: file) }
      guard let format = images.formats["/" + file.path] else { continue }
      let named = ending == "jpg" ? "jpeg" : ending
      let found = format.rawValue.lowercased()
      guard named != found else { continue }
      problems.append(
        ContentProblem(
          file: "site/static/" + file.path,
          warning: .imageFormat,
          message: "expected \(named.uppercased()) as its name says, found \(format.rawValue); "
            + "rename it to end in .\(found == "jpeg" ? "jpg" : found), or export it again"
        )
      )
    }
  }

  private mutating func checkContent(of file: StaticFile) {
    do throws(DiskError) {
      let bytes = try Disk.read(file.source, limit: SourceText.largestSize)
      guard let finding = SVGContent.finding(in: bytes) else { return }
      let message =
        "expected a drawing alone, found \(finding.what), which would run or load in the shop's "
        + "name; remove it, or export the picture as PNG"
      problems.append(problem(in: file, bytes, at: finding.offset, message))
    } catch {
      // What cannot be read is told where it is copied.
      return
    }
  }

  private func problem(
    in file: StaticFile,
    _ bytes: [UInt8],
    at offset: Int,
    _ message: String
  ) -> ContentProblem {
    let name = "site/static/" + file.path
    do throws(ContentProblem) {
      let source = try SourceText(file: name, bytes: bytes)
      return source.problem(at: source.position(ofByte: offset), message)
    } catch {
      return ContentProblem(file: name, message: message)
    }
  }
}
