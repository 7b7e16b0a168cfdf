import Text

extension ShopAssembly {
  /// Checks an image file itself: that it is what its name says, and a drawing alone.
  mutating func checkImage(_ file: StaticFile) {
    let ending = file.path.split(separator: ".").last.map { $0.lowercased() } ?? ""
    if ending == "svg" { checkContent(of: file) }
    guard let format = images.formats["/" + file.path] else { return }
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
