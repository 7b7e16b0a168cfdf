import Shop
import Text

/// A file of the shop: its name, and its path on disk.
struct ShopFile: Sendable {
  /// The path from the shop's folder in composed form, such as `content/products/steam-50.md`.
  let name: String
  /// The path from the shop's folder in the disk's form.
  let source: String

  init(_ source: String) {
    self.source = source
    name = source.composed
  }
}

/// The file of the shop's own style rules, which come after the theme's.
let extraStylesFile = "site/templates/" + Templates.extraStylesName

/// The files in a shop's folder, by names and kinds, before any file is read.
///
/// Files that the build ignores are reported, except leftovers of editors and systems.
struct ShopFiles: Sendable {
  /// `content/**/*.md`, from the shop's folder, in byte order.
  private(set) var content: [ShopFile] = []
  /// `site/static/**`.
  private(set) var staticFiles: [StaticFile] = []
  /// `site/templates/*.mustache`, from the shop's folder.
  private(set) var templates: [String] = []
  /// `site/words/*.yaml`, from the shop's folder.
  private(set) var words: [String] = []
  private(set) var problems: [ContentProblem] = []

  init(of shop: String) {
    let root = Disk.realPath(shop) ?? shop
    var walk = FolderWalk(root: root)
    content = walk.files(under: "content").filter { path in
      if path.hasSuffix(".md") { return true }
      walk.warn(
        path,
        "expected Markdown files named `….md`, found another file; "
          + (path.lowercased().hasSuffix(".md") || path.hasSuffix(".markdown")
            ? "rename it" : "move it to site/static")
      )
      return false
    }
    .map(ShopFile.init)
    staticFiles = walk.files(under: "site/static").map { path in
      StaticFile(
        path: String(path.dropFirst("site/static/".count)).composed,
        source: root + "/" + path
      )
    }
    templates = walk.files(under: "site/templates").filter { path in
      if path.hasSuffix(".mustache") || path == extraStylesFile { return true }
      walk.warn(
        path,
        "expected templates named `….mustache` or `extra.css`, found another file; "
          + "move it to site/static"
      )
      return false
    }
    words = walk.files(under: "site/words").filter { path in
      if path.hasSuffix(".yaml") { return true }
      walk.warn(path, "expected files of words named `TAG.yaml`, found another file; move it")
      return false
    }
    walk.warnOfStrangers()
    walk.refuseTwins(content.map { ($0.name, $0.source) })
    walk.refuseTwins(staticFiles.map { ($0.path, $0.source) })
    // Of two files with one name the first is read.
    var seen = Set<String>()
    content = content.filter { seen.insert($0.name).inserted }
    staticFiles = staticFiles.filter { seen.insert("site/static/" + $0.path).inserted }
    problems = walk.problems
  }
}

extension ShopFiles {
  /// Whether a path below `site` leads, through links, to anything but a file below `site`.
  static func leadsOut(_ file: String, of shop: String) -> Bool {
    let root = Disk.realPath(shop) ?? shop
    guard Disk.status(of: root + "/" + file) != nil else { return false }
    guard let target = Disk.realPath(root + "/" + file) else { return true }
    return !target.utf8.starts(with: "\(root)/site/".utf8) || Disk.status(of: target)?.kind != .file
  }
}

/// Walks folders without leaving `root`.
private struct FolderWalk {
  let root: String
  private(set) var problems: [ContentProblem] = []

  /// How deep folders may be; deeper ones are a loop or a mistake.
  private static let deepest = 16

  init(root: String) {
    self.root = root
  }

  mutating func warn(_ path: String, _ message: String, hint: String? = nil) {
    problems.append(ContentProblem(file: path, warning: .ignoredFile, message: message, hint: hint))
  }

  /// The files below a folder, by paths from the shop's folder; none when it does not exist.
  mutating func files(under folder: String) -> [String] {
    switch Disk.status(of: root + "/" + folder)?.kind {
    case .folder: return files(in: folder, under: folder, depth: 0)
    case nil: return []
    default:
      refuse(folder, "expected a folder, found a link or a file; put the folder itself here")
      return []
    }
  }

  private mutating func files(in folder: String, under base: String, depth: Int) -> [String] {
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
      let path = folder + "/" + name
      guard !isLeftover(name) else { continue }
      if name.hasPrefix("."), base != "site/static" || !publishedHidden.contains(name) {
        if base == "site/static", SecretSigns.areInName(name) {
          refuseSecret(path)
        } else {
          warn(
            path,
            "expected a name without a dot in front, found a hidden file; rename it, or it "
              + "is left out"
          )
        }
        continue
      }
      files += self.files(at: path, under: base, depth: depth)
    }
    return files
  }

  private mutating func files(at path: String, under base: String, depth: Int) -> [String] {
    switch Disk.status(of: root + "/" + path)?.kind {
    case .file:
      guard base == "site/static",
        SecretSigns.areInName(String(path.split(separator: "/").last ?? ""))
      else {
        return [path]
      }
      refuseSecret(path)
    case .folder where depth < Self.deepest:
      return files(in: path, under: base, depth: depth + 1)
    case .folder:
      refuse(path, "expected at most \(Self.deepest) levels of folders, found more; move it up")
    case .link:
      if isFileInside(path, base) { return [path] }
      refuse(
        path,
        "expected a file, found a link that leads out of \(base) or to a folder; "
          + "copy what it leads to"
      )
    case .other, nil:
      refuse(path, "expected a file or a folder, found neither; remove it")
    }
    return []
  }

  private func isFileInside(_ link: String, _ base: String) -> Bool {
    guard let target = Disk.realPath(root + "/" + link),
      target.utf8.starts(with: "\(root)/\(base)/".utf8)
    else { return false }
    let name = String(target.split(separator: "/").last ?? "")
    return Disk.status(of: target)?.kind == .file
      && !(base == "site/static" && SecretSigns.areInName(name))
  }

  private mutating func refuse(_ path: String, _ message: String) {
    problems.append(ContentProblem(file: path, message: message))
  }

  private mutating func refuseSecret(_ path: String) {
    refuse(
      path,
      "expected files that everybody may read, found what is named like a key, a password or a "
        + "database; move it out of site/static"
    )
  }

  /// Reports names that differ only in Unicode's form, which are one address.
  mutating func refuseTwins(_ files: [(name: String, source: String)]) {
    var sources: [String: String] = [:]
    for (name, source) in files {
      guard let other = sources.updateValue(source, forKey: name),
        !other.utf8.elementsEqual(source.utf8)
      else { continue }
      refuse(
        source.hasPrefix(root + "/") ? String(source.dropFirst(root.count + 1)) : source,
        "expected one file of this name, found two whose letters are written in different forms "
          + "of Unicode (NFC and NFD); remove one of them"
      )
    }
  }

  /// Warns about files and folders that seem to be meant for other places in the shop.
  mutating func warnOfStrangers() {
    for name in names(in: "", withHidden: true) where !["content", "site"].contains(name) {
      let folded = name.composed.lowercased()
      if let place = elsewhere[folded] ?? placeByKind(name) {
        warn(name, "expected it at \(place), found it here, where no build looks; move it there")
      } else if let near = ["content", "site"].nearest(to: folded) ?? copied(folded) {
        warn(
          name,
          "expected a shop's folder `content` or `site`, found another name, where no build looks; "
            + "rename it",
          hint: "did you mean `\(near)`?"
        )
      } else if let place = placeByContent(of: name) {
        warn(
          name,
          "expected \(place.what) at \(place.path), found them here, where no build looks; "
            + "move them there"
        )
      }
    }
    let known = ["site.yaml", "static", "templates", "words", "addresses.txt"]
    for name in ["site.yaml", "addresses.txt"] where ShopFiles.leadsOut("site/" + name, of: root) {
      refuse(
        "site/" + name,
        "expected a file, found a link that leads out of site; copy what it leads to"
      )
    }
    for name in names(in: "site", withHidden: true) where !known.contains(name) {
      if publishedHidden.contains(name) {
        warn(
          "site/" + name,
          "expected it at site/static, found it here, where no build looks; move it there"
        )
        continue
      }
      let file = name.lowercased()
      let isSettings = ["site.yml", "config.yaml", "config.yml", "config.toml"].contains(file)
      warn(
        "site/" + name,
        "expected \(known.map { "`\($0)`" }.joined(separator: ", ")) in the folder, "
          + "found another name, which no build reads; rename or remove it",
        hint: isSettings ? "did you mean `site.yaml`?" : known.hint(for: name)
      )
    }
  }

  /// Which of the two folders a name is a copy of: `content (1)`, `site copy`, `content.bak`.
  private func copied(_ name: String) -> String? {
    ["content", "site"].first { folder in
      guard name.hasPrefix(folder) else { return false }
      let rest = name.dropFirst(folder.count)
      let isMarked = rest.first.map { " (_-.~（副".contains($0) } ?? false
      return isMarked && copyMarks.contains { rest.contains($0) }
        || rest.allSatisfy(\.isNumber) || rest.allSatisfy { " ()（）".contains($0) || $0.isNumber }
    }
  }

  /// What a folder at the top of the shop holds and where that belongs, if it holds only product
  /// files or only pictures; else nil.
  private func placeByContent(of name: String) -> (what: String, path: String)? {
    guard Disk.status(of: root + "/" + name)?.kind == .folder,
      !["docs", "doc", "node_modules", "scripts", "public", "test", "tests"].contains(name)
    else { return nil }
    let inside = names(in: name).prefix(Self.mostLooks)
    let files = inside.filter { Disk.status(of: root + "/\(name)/\($0)")?.kind == .file }
    if !files.isEmpty, files.count == inside.count,
      files.allSatisfy({ ImageHead.isImage(path: $0) })
    {
      return ("pictures", "site/static/images")
    }
    let folders = [""] + inside.filter { !files.contains($0) }.map { "/" + $0 }
    for folder in folders.prefix(10) {
      let found = names(in: name + folder).prefix(Self.mostLooks)
      if found.contains("site.yaml") { return ("settings", siteConfigFile) }
      if found.contains(where: { $0.hasSuffix(".mustache") }) {
        return ("templates", "site/templates")
      }
      for file in found.filter({ $0.hasSuffix(".md") }).prefix(5)
      where isContent("\(name)\(folder)/\(file)") {
        return ("texts with front matter", "content")
      }
    }
    return nil
  }

  /// How many names of a folder are examined.
  private static let mostLooks = 200

  /// Whether a file begins with front matter that has a title.
  private func isContent(_ file: String) -> Bool {
    do throws(DiskError) {
      let bytes = try Disk.read(root + "/" + file, limit: 2 << 10)
      let head = String(decoding: bytes, as: UTF8.self)
      return head.hasPrefix("---") && head.contains("\ntitle:")
    } catch {
      return false
    }
  }

  private func names(in folder: String, withHidden: Bool = false) -> [String] {
    do throws(DiskError) {
      let path = folder.isEmpty ? root : root + "/" + folder
      return try Disk.names(in: path).compactMap { $0 }
        .filter { !isLeftover($0) }
        .filter { !$0.hasPrefix(".") || withHidden && publishedHidden.contains($0) }
    } catch {
      return []
    }
  }
}

/// Parts of the names of copies.
private let copyMarks = [
  "copy", "bak", "backup", "old", "orig", "new", "tmp", "副本", "备份", "旧", "(", "（", "~",
]

/// Where a file or folder at the top of a shop belongs, by its name.
private let elsewhere: [String: String] = {
  var places = [
    "static": "site/static", "assets": "site/static", "images": "site/static/images",
    "img": "site/static/images", "templates": "site/templates", "layouts": "site/templates",
    "themes": "site/templates", "theme": "site/templates", "words": "site/words",
    "i18n": "site/words", "locales": "site/words", "source": "content", "_posts": "content",
    "posts": "content", "uploads": "site/static", "usr": "site/static",
    "public_html": "site/static", "media": "site/static", "files": "site/static",
    "pictures": "site/static/images", "图片": "site/static/images", "商品": "content/products",
    "页面": "content/pages", "分类": "content/categories", "_drafts": "content",
    "archetypes": "content", "photos": "site/static/images", "photo": "site/static/images",
    "pics": "site/static/images", "照片": "site/static/images", "translations": "site/words",
    "languages": "site/words", "lang": "site/words", "新商品": "content/products",
    "文章": "content/pages", "模板": "site/templates", "fonts": "site/static",
    "downloads": "site/static", "css": "site/static", "js": "site/static",
    "_layouts": "site/templates", "_includes": "site/templates", "_data": "site",
  ]
  for kind in ["products", "categories", "scenarios", "pages"] { places[kind] = "content/\(kind)" }
  for file in [
    "site.yaml", "site.yml", "config.yaml", "config.yml", "config.toml", "hugo.toml", "hugo.yaml",
    "_config.yml",
  ] {
    places[file] = "site/site.yaml"
  }
  return places
}()

/// Where a file at the top of a shop belongs, by its kind; nil for what may be there, such as
/// documents with names in capitals.
private func placeByKind(_ name: String) -> String? {
  if publishedHidden.contains(name) { return "site/static" }
  let parts = name.split(separator: ".", omittingEmptySubsequences: false)
  guard parts.count > 1, let ending = parts.last?.lowercased(), let stem = parts.first else {
    return ["_headers", "_redirects", "CNAME"].contains(name) ? "site/static" : nil
  }
  switch ending {
  case "mustache": return "site/templates"
  case "css": return name == Templates.extraStylesName ? "site/templates" : "site/static"
  case "md", "markdown":
    return stem == stem.uppercased() && stem.utf8.allSatisfy { $0 < 0x80 } ? nil : "content"
  case "html", "ico", "js", "xml", "webmanifest": return "site/static"
  case "txt":
    return ["robots", "ads", "app-ads", "humans", "security"].contains(stem.lowercased())
      ? "site/static" : nil
  default: return ImageHead.isImage(path: name) ? "site/static/images" : nil
  }
}

/// Hidden files that hosts read.
private let publishedHidden: Set<String> = [
  ".well-known", ".nojekyll", ".htaccess", ".domains", ".user.ini", ".surgeignore",
]

/// Whether a file is a leftover of an editor or a system.
private func isLeftover(_ name: String) -> Bool {
  let known: Set<String> = [
    ".DS_Store", ".localized", ".git", ".gitignore", ".gitkeep", ".gitattributes", ".keep", ".svn",
    ".hg", ".idea", ".vscode", ".obsidian", ".trash", ".editorconfig", ".cardstock", ".stfolder",
    "Thumbs.db", "desktop.ini", "__MACOSX",
  ]
  if known.contains(name) || name.hasSuffix("~") { return true }
  if name.hasPrefix(".") {
    return name.hasPrefix("._") || name.hasPrefix(".#") || name.hasPrefix(".~")
      || [".swp", ".swo", ".swx", ".tmp"].contains { name.hasSuffix($0) }
  }
  return name.count > 1 && name.hasPrefix("#") && name.hasSuffix("#")
}
