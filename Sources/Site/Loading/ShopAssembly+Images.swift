import Shop
import Text

extension ShopAssembly {
  /// Checks that the size of every image on a page can be read, and that it is not too large.
  ///
  /// The check of links finds missing images.
  mutating func checkShownImages() {
    var shown = Set<String>()
    for file in originals where absence(of: file) == nil {
      if let image = file.item.image {
        check(image.value, at: image.position, in: file, shown: &shown)
      }
      for text in [file] + shownTranslations(of: file) {
        for link in text.body.links where link.isImage {
          let path = String(link.destination.prefix { $0 != "?" && $0 != "#" })
          let position = text.source.position(of: link)
          check(PercentEncoding.decode(path[...]) ?? path, at: position, in: text, shown: &shown)
        }
      }
    }
    for path in shown.sorted() { checkBudget(of: path) }
  }

  private mutating func check(
    _ path: String,
    at position: Position,
    in file: ParsedFile,
    shown: inout Set<String>
  ) {
    guard path.hasPrefix("/") else {
      guard MarkdownTarget(path.utf8) == .shop else { return }
      report(
        file,
        at: position,
        "image: expected a path from the root, found \(quoted(path)); "
          + "write it as `/images/NAME` for the file site/static/images/NAME"
      )
      return
    }
    guard targets.hasFile(path) else { return }
    guard images.images[path] == nil else {
      shown.insert(path)
      return
    }
    report(
      file,
      at: position,
      path.lowercased().hasSuffix(".svg")
        ? "image: expected an SVG that says its size, found none in \(quoted(path)); "
          + "write `viewBox=\"0 0 WIDTH HEIGHT\"` into its first element"
        : ImageHead.isImage(path: path)
          ? "image: expected an image whose width and height can be read, "
            + "found \(quoted(path)), which is broken or of another kind; export it again"
          : "image: expected PNG, JPEG, GIF, WebP, AVIF or SVG, found \(quoted(path)); convert it"
    )
  }

  private mutating func checkBudget(of path: String) {
    guard let bytes = images.bytes[path], bytes > config.imageBudgetBytes else { return }
    let (found, most) = (kilobytes(bytes), kilobytes(config.imageBudgetBytes))
    problems.append(
      ContentProblem(
        file: "site/static" + path,
        warning: .largeImage,
        message: "expected an image of at most \(most) KB, found \(found) KB; "
          + "export it smaller, or raise `image_budget_kb` in \(siteConfigFile)"
      )
    )
  }

  private func kilobytes(_ bytes: Int) -> Int { (bytes + 1023) / 1024 }
}
