import Shop

/// The images of `site/static`, with their sizes.
struct LocalImages: Sendable {
  /// The images by path from the root, as in `SiteContent.images`.
  private(set) var images: [String: LocalImage] = [:]
  /// The file sizes by path from the root.
  private(set) var bytes: [String: Int] = [:]
  /// The actual formats by path from the root.
  private(set) var formats: [String: ImageHead.Format] = [:]

  /// Reads the heads of all files with the name of an image; files without a readable head are left
  /// out.
  init(of files: [StaticFile]) {
    let named = files.filter { ImageHead.isImage(path: $0.path) }
    for (file, found) in zip(named, named.concurrentMap(Self.measure)) {
      guard let found else { continue }
      let (head, size) = found
      images["/" + file.path] = LocalImage(width: head.width, height: head.height)
      bytes["/" + file.path] = size
      formats["/" + file.path] = head.format
    }
  }

  private static func measure(_ file: StaticFile) -> (head: ImageHead, bytes: Int)? {
    guard let path = Disk.realPath(file.source), let status = Disk.status(of: path),
      status.kind == .file, let head = ImageHead(ofFile: path)
    else { return nil }
    return (head, status.sizeBytes)
  }
}

extension ImageHead {
  /// Reads the head of a file; nil when it cannot be read or is not an image.
  init?(ofFile path: String) {
    for limit in [4 << 10, 64 << 10, Self.reach] {
      do throws(DiskError) {
        let bytes = try Disk.read(path, limit: limit)
        if let head = ImageHead(reading: bytes) {
          self = head
          return
        }
        // Reading more would show the same.
        guard bytes.count == limit else { return nil }
      } catch {
        return nil
      }
    }
    return nil
  }
}

/// The `sizes` of an image, by which browsers choose among its copies.
enum DrawnWidth: String {
  /// In a text, as wide as the lines.
  case prose = "(min-width: 640px) 608px, 100vw"
  /// On a product's card: four in a row, two on a phone.
  case card = "(min-width: 1152px) 264px, (min-width: 720px) 25vw, 50vw"
  /// On a product's page.
  case page = "(min-width: 960px) 608px, (min-width: 512px) 480px, 100vw"
}

extension SiteContent {
  /// The attributes `width`, `height` and perhaps `srcset` of an image by its path from the root,
  /// after a space; empty for an unknown image.
  func imageAttributes(_ path: String, sizes: DrawnWidth) -> String {
    guard let image = images[path] else { return "" }
    let size = " width=\"\(image.width)\" height=\"\(image.height)\""
    guard !image.variants.isEmpty else { return size }
    let sources =
      image.variants.map { "\(Address.encode($0.path)) \($0.width)w" }
      + ["\(Address.encode(path)) \(image.width)w"]
    let list = sources.joined(separator: ", ").escapedForHTML
    return "\(size) srcset=\"\(list)\" sizes=\"\(sizes.rawValue)\""
  }
}
