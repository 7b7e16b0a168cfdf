/// What lies in a shop's folder: found by looking at names and kinds, before any file is read.
struct ShopFiles: Sendable {
  /// `content/**/*.md`, from the shop's folder, in byte order.
  private(set) var content: [String] = []
  /// `site/static/**`.
  private(set) var staticFiles: [StaticFile] = []
  /// `site/templates/*.mustache`, from the shop's folder.
  private(set) var templates: [String] = []
  /// `site/words/*.yaml`, from the shop's folder.
  private(set) var words: [String] = []
  private(set) var problems: [ContentProblem] = []

  /// Folders deeper than this are a loop or a mistake.
  private static let deepest = 16

  init(of shop: String) {
    let root = Disk.realPath(shop) ?? shop
    var walk = FolderWalk(root: root)
    content = walk.files(under: "content").filter { path in
      if path.hasSuffix(".md") { return true }
      walk.warn(
        path,
        "expected Markdown files named `….md`, found another file; move it to site/static"
      )
      return false
    }
    staticFiles = walk.files(under: "site/static").map { path in
      StaticFile(
        path: String(path.dropFirst("site/static/".count)),
        source: root + "/" + path
      )
    }
    templates = walk.files(under: "site/templates").filter { path in
      if path.hasSuffix(".mustache") { return true }
      walk.warn(
        path,
        "expected templates named `….mustache`, found another file; move it to site/static"
      )
      return false
    }
    words = walk.files(under: "site/words").filter { path in
      if path.hasSuffix(".yaml") { return true }
      walk.warn(path, "expected files of words named `TAG.yaml`, found another file; move it")
      return false
    }
    problems = walk.problems
  }

  /// Walks folders without leaving the shop.
  private struct FolderWalk {
    let root: String
    private(set) var problems: [ContentProblem] = []

    init(root: String) {
      self.root = root
    }

    mutating func warn(_ path: String, _ message: String) {
      problems.append(ContentProblem(file: path, severity: .warning, message: message))
    }

    /// The files under a folder, from the shop's folder; none where it does not exist.
    mutating func files(under folder: String) -> [String] {
      switch Disk.status(of: root + "/" + folder)?.kind {
      case .folder: return files(in: folder, depth: 0)
      case nil: return []
      default:
        refuse(folder, "expected a folder, found a link or a file; put the folder itself here")
        return []
      }
    }

    private mutating func files(in folder: String, depth: Int) -> [String] {
      let names: [String?]
      do throws(DiskError) {
        names = try Disk.names(in: root + "/" + folder)
      } catch {
        refuse(
          folder,
          "expected a folder that can be listed, found: \(error.reason); check its permissions"
        )
        return []
      }
      var files: [String] = []
      for name in names {
        guard let name else {
          refuse(folder, "expected names in UTF-8, found another encoding; rename the file")
          continue
        }
        guard !Self.isPassedOver(name) else { continue }
        files += self.files(at: folder + "/" + name, depth: depth)
      }
      return files
    }

    private mutating func files(at path: String, depth: Int) -> [String] {
      switch Disk.status(of: root + "/" + path)?.kind {
      case .file: return [path]
      case .folder where depth < deepest: return files(in: path, depth: depth + 1)
      case .folder:
        refuse(path, "expected at most \(deepest) levels of folders, found more; move it up")
      case .link:
        if isFileInside(path) { return [path] }
        refuse(
          path,
          "expected a file of the shop, found a link that leads out of it or to a folder; "
            + "copy what it leads to"
        )
      case .other, nil:
        refuse(path, "expected a file or a folder, found neither; remove it")
      }
      return []
    }

    private func isFileInside(_ link: String) -> Bool {
      guard let target = Disk.realPath(root + "/" + link), target.hasPrefix(root + "/") else {
        return false
      }
      return Disk.status(of: target)?.kind == .file
    }

    private mutating func refuse(_ path: String, _ message: String) {
      problems.append(ContentProblem(file: path, message: message))
    }

    /// What editors and systems leave behind; `.well-known` is meant to be published.
    private static func isPassedOver(_ name: String) -> Bool {
      name.hasPrefix(".") && name != ".well-known" || name.hasSuffix("~") || name.hasPrefix("#")
    }
  }
}
