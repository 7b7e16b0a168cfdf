import Text

extension ShopAssembly {
  /// Checks an image file: its format must be that of its name, and an SVG must hold no script.
  mutating func checkImage(_ file: StaticFile) {
    let ending = file.path.split(separator: ".").last.map { $0.lowercased() } ?? ""
    if ending == "svg" { checkContent(of: file) }
    guard let format = images.formats["/" + file.path] else { return }
    if let size = images.bytes["/" + file.path],
      ImageEnd.isMissing(format, ofFile: file.source, size: size)
    {
      problems.append(
        ContentProblem(
          file: "site/static/" + file.path,
          message: "expected a whole picture, found a file that ends in the middle of it; copy or "
            + "export it again"
        )
      )
    }
    let named = ending == "jpg" ? "jpeg" : ending
    let found = format.rawValue.lowercased()
    guard named != found else { return }
    problems.append(
      ContentProblem(
        file: "site/static/" + file.path,
        warning: .imageFormat,
        message: "expected \(named.uppercased()) as its name says, found \(format.rawValue); "
          + "rename it to end in .\(found == "jpeg" ? "jpg" : found), or export it again"
      )
    )
  }

  private mutating func checkContent(of file: StaticFile) {
    do throws(DiskError) {
      let bytes = try Disk.read(file.source, limit: SourceText.largestSize)
      guard let finding = SVGContent.finding(in: bytes) else {
        checkMarkup(of: file, bytes)
        return
      }
      let message =
        "expected a drawing alone, found \(finding.what), which would run or load in the shop's "
        + "name; remove it, or export the picture as PNG"
      problems.append(problem(in: file, bytes, at: finding.offset, nil, message))
    } catch {
      // A file that cannot be read is reported when it is copied.
      return
    }
  }

  private mutating func checkMarkup(of file: StaticFile, _ bytes: [UInt8]) {
    // A longer one is not read completely.
    guard bytes.count < SourceText.largestSize else { return }
    guard let finding = SVGContent.fault(in: bytes) else { return checkBox(of: file, bytes) }
    let message =
      "expected a drawing that browsers show, found \(finding.what), for which they show nothing; "
      + (finding.remedy ?? "export the picture again")
    problems.append(problem(in: file, bytes, at: finding.offset, nil, message))
  }

  private mutating func checkBox(of file: StaticFile, _ bytes: [UInt8]) {
    guard let size = images.images["/" + file.path],
      let offset = SVGContent.rootWithoutBox(in: bytes)
    else { return }
    let message =
      "expected a drawing that grows and shrinks with its place, found no `viewBox`, without which "
      + "browsers cut it; write `viewBox=\"0 0 \(size.width) \(size.height)\"` into its first "
      + "element"
    problems.append(problem(in: file, bytes, at: offset, .drawingWithoutViewBox, message))
  }

  private func problem(
    in file: StaticFile,
    _ bytes: [UInt8],
    at offset: Int,
    _ warning: Diagnostic?,
    _ message: String
  ) -> ContentProblem {
    let name = "site/static/" + file.path
    do throws(ContentProblem) {
      let source = try SourceText(file: name, bytes: bytes)
      return source.problem(warning, at: source.position(ofByte: offset), message)
    } catch {
      return ContentProblem(file: name, warning: warning, message: message)
    }
  }
}
