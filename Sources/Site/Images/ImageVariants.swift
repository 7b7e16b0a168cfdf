import Crypto
import Text

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// Smaller copies of the images that pages show, for small screens.
struct ImageVariants: Sendable {
  /// The copies, such as `assets/images/NAME.HASH-320.webp`.
  private(set) var files: [OutputFile] = []
  /// Problems of images that could not be copied; pages show the originals.
  private(set) var problems: [ContentProblem] = []
  /// A text for the build's summary; nil when there is nothing to say.
  private(set) var note: String?
  /// `SiteContent.images` with the copies.
  private(set) var images: [String: LocalImage]

  /// The widths of copies; an image has those that are narrower than itself.
  static let widths = [320, 640, 960]

  /// Makes the copies, or takes those of an earlier build from `SHOP/.cardstock/images`.
  init(for content: SiteContent, shop: String, tool: ImageTool?) {
    images = content.images
    let jobs = Self.jobs(for: content)
    guard !jobs.isEmpty else { return }
    guard let tool else {
      note = "cwebp not found, originals are served; apt install webp"
      return
    }
    let cache: ImageCache
    do throws(DiskError) {
      cache = try ImageCache(shop: shop)
    } catch {
      note = "\(error); originals are served"
      return
    }
    let results = jobs.concurrentMap { $0.run(with: tool, cache: cache) }
    for (job, result) in zip(jobs, results) {
      images[job.path]?.variants = result.variants
      files += result.files
      if let problem = result.problem { problems.append(problem) }
    }
    cache.removeAll(but: Set(results.flatMap(\.kept)))
    let made = results.reduce(0) { $0 + $1.made }
    if made > 0 { note = "\(made) smaller \(made == 1 ? "copy" : "copies") made" }
  }

  /// The images to copy; not animations and images rotated by Exif data, since cwebp loses both.
  private static func jobs(for content: SiteContent) -> [ImageJob] {
    let shown = content.shownImages
    let files = content.staticFiles.filter { shown.contains("/" + $0.path) }
    return files.compactMap { file in
      guard let source = Disk.realPath(file.source), let head = ImageHead(ofFile: source),
        [.png, .jpeg, .webp].contains(head.format), !head.isAnimated, !head.isTurned,
        max(head.width, head.height) <= 16_383
      else { return nil }
      let widths = widths.filter { $0 < head.width }
      guard !widths.isEmpty else { return nil }
      return ImageJob(path: "/" + file.path, source: source, widths: widths)
    }
  }
}

/// An image and the widths of its copies.
private struct ImageJob: Sendable {
  let path: String
  let source: String
  let widths: [Int]

  struct Result: Sendable {
    var variants: [LocalImage.Variant] = []
    var files: [OutputFile] = []
    /// Names in the cache that are still used.
    var kept: [String] = []
    var made = 0
    var problem: ContentProblem?
  }

  func run(with tool: ImageTool, cache: ImageCache) -> Result {
    var result = Result()
    do throws(DiskError) {
      let original = try Disk.read(source)
      let hash = Self.hash(of: original)
      for width in widths {
        let name = "\(hash)-\(width).webp"
        if !cache.has(name, width: width) {
          if let reason = try cache.make(name, of: source, width: width, by: tool) {
            result.problem = problem(reason)
            return result
          }
          result.made += 1
        }
        result.kept.append(name)
        let copy = try cache.read(name)
        // The original of few colours may be smaller than its copy.
        guard copy.count < original.count else { continue }
        let output = "assets/images/\(stem).\(name)"
        result.variants.append(LocalImage.Variant(width: width, path: "/" + output))
        result.files.append(OutputFile(path: output, bytes: copy))
      }
    } catch {
      result.problem = problem("\(error)")
    }
    return result
  }

  /// The file's name as a slug.
  private var stem: String {
    let name = path.split(separator: "/").last ?? ""
    return HeadingAnchors.slug(String(name.split(separator: ".").first ?? ""))
  }

  private func problem(_ reason: String) -> ContentProblem {
    ContentProblem(
      file: "site/static" + path,
      warning: .imageCopies,
      message: "expected an image that can be copied in smaller sizes, found: \(reason); "
        + "the original is served; export it again"
    )
  }

  static func hash(of bytes: [UInt8]) -> String {
    var hash = SHA256()
    hash.update(data: bytes)
    hash.update(data: Array(ImageTool.settings.utf8))
    return String(hash.finalize().hex.prefix(16))
  }
}

extension SiteContent {
  /// Makes smaller copies of the images that pages show; returns their files.
  mutating func copyImages(for request: BuildRequest, _ report: inout BuildReport) -> [OutputFile] {
    let copies = ImageVariants(for: self, shop: request.shop, tool: request.imageTool)
    images = copies.images
    report.problems += copies.problems
    report.images = copies.note
    return copies.files
  }

  /// The paths of the images that some page shows.
  fileprivate var shownImages: Set<String> {
    let bodies =
      products.map(\.texts.body) + categories.map(\.intro) + scenarios.map(\.intro)
      + pages.map(\.body)
    let inTexts = bodies.flatMap { $0.values.flatMap { $0.shownImages.map(\.path) } }
    return Set(inTexts).union(products.compactMap(\.image))
  }
}

/// The copies that earlier builds made, in `SHOP/.cardstock/images/HASH-WIDTH.webp`.
struct ImageCache: Sendable {
  private let folder: String

  /// Makes the folder if it is missing; refuses one behind a link.
  init(shop: String) throws(DiskError) {
    let own = Disk.absolutePath(shop) + "/.cardstock"
    folder = own + "/images"
    for path in [own, folder] {
      guard let status = Disk.status(of: path) else { continue }
      guard status.kind == .folder else {
        throw DiskError(operation: "use", path: path, reason: "not a folder")
      }
    }
    try Disk.makeFolder(folder)
  }

  /// Whether the cache has a complete copy.
  func has(_ name: String, width: Int) -> Bool {
    ImageHead(ofFile: folder + "/" + name)?.width == width
  }

  func read(_ name: String) throws(DiskError) -> [UInt8] { try Disk.read(folder + "/" + name) }

  /// Makes a copy by the tool; returns why it failed, or nil.
  ///
  /// It is written under another name and renamed, so that a stopped build leaves no partial copy.
  func make(
    _ name: String,
    of source: String,
    width: Int,
    by tool: ImageTool
  ) throws(DiskError) -> String? {
    // Two pictures of the same bytes are copied at once.
    let beside = "\(name).\(ImageJob.hash(of: Array(source.utf8))).\(getpid()).new"
    if let reason = tool.copy(source, width: width, to: folder + "/" + beside) {
      try Disk.removeFile(folder + "/" + beside)
      return reason
    }
    guard has(beside, width: width) else {
      try Disk.removeFile(folder + "/" + beside)
      return "a copy that is no image"
    }
    guard rename(folder + "/" + beside, folder + "/" + name) == 0 else {
      throw Disk.failure("replace", folder + "/" + name)
    }
    return nil
  }

  /// Removes unused copies; one that cannot be removed does no harm.
  func removeAll(but kept: Set<String>) {
    do throws(DiskError) {
      for case let name? in try Disk.names(in: folder) where !kept.contains(name) {
        guard name.hasSuffix(".webp") || name.hasSuffix(".new") else { continue }
        try Disk.removeFile(folder + "/" + name)
      }
    } catch {
      return
    }
  }
}

/// The program `cwebp`, which makes smaller copies of images.
package struct ImageTool: Sendable {
  /// The command; part of the copies' hashes, so that other settings make other files.
  static let settings = "cwebp -q 80 -m 6 -metadata icc"

  private let program: Program
  private let timeoutSeconds: Int

  /// Looks for `cwebp` in the folders of a `PATH`; nil when it is in none.
  package init?(searchPath: String?, timeoutSeconds: Int = 30) {
    guard let program = Program("cwebp", searchPath: searchPath) else { return nil }
    self.program = program
    self.timeoutSeconds = timeoutSeconds
  }

  /// Writes a WebP copy of that width; returns why it failed, or nil.
  ///
  /// Both paths are absolute, so that neither is read as an option. It is killed after the timeout.
  func copy(_ source: String, width: Int, to output: String) -> String? {
    let arguments = Self.settings.split(separator: " ").dropFirst().map(String.init)
    return program.run(
      arguments + ["-quiet", "-resize", "\(width)", "0", source, "-o", output],
      timeoutSeconds: timeoutSeconds
    )
  }
}
