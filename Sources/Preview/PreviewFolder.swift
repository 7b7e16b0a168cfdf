import Site
import Text

/// Answers requests from the output folder as a static host would.
///
/// It applies `_headers`, `_redirects`, clean addresses and `404.html`, read again for every
/// request, so that a new build shows at once.
package struct PreviewFolder: Sendable {
  /// The folder's absolute path, without symbolic links.
  private let root: String
  /// The path of the shop on its host, such as `/cards`; empty for the root.
  package let basePath: String

  /// Opens an output folder; nil when there is no such folder.
  package init?(_ output: String) {
    guard let root = Disk.realPath(output), Disk.isFolder(root) else { return nil }
    self.root = root
    basePath = Site.basePath(ofBuilt: root)
  }

  /// Answers `GET` and `HEAD` of files in the folder; never with a file outside of it.
  package func answer(_ request: PreviewRequest) -> PreviewAnswer {
    guard request.method == "GET" || request.method == "HEAD" else {
      return plain(405, "expected GET or HEAD", [("Allow", "GET, HEAD")])
    }
    let path = String(request.target.prefix { $0 != "?" && $0 != "#" })
    guard path.hasPrefix("/"), let decoded = decodedPath(path) else {
      return plain(400, "expected a path of plain characters")
    }
    if let redirect = RedirectRules(text(of: "_redirects")).target(for: decoded) {
      return plain(redirect.status, "moved", [("Location", redirect.target)])
    }
    guard let inside = inside(decoded) else {
      let isHome = decoded == "/" || decoded == basePath
      return isHome ? plain(308, "moved", [("Location", basePath + "/")]) : plain(404, "nothing")
    }
    if let file = file(at: inside) { return found(file, for: request, path: path) }
    if !inside.hasSuffix("/"), file(at: inside + "/") != nil {
      return plain(308, "moved", [("Location", path + "/")])
    }
    return missing(path: path)
  }

  /// The path below `basePath`; nil for any other.
  private func inside(_ path: String) -> String? {
    guard path.hasPrefix(basePath + "/") else { return nil }
    return String(path.dropFirst(basePath.count))
  }

  private func found(
    _ file: String,
    for request: PreviewRequest,
    path: String
  ) -> PreviewAnswer {
    guard let status = Disk.status(of: file) else { return missing(path: path) }
    let tag = "\"\(String(status.modified, radix: 36))-\(String(status.sizeBytes, radix: 36))\""
    var headers = [header("Content-Type", mediaType(of: file)), header("ETag", tag)]
    headers += HeaderRules(text(of: "_headers")).headers(for: path)
    let isKnown = request.knownTag?.split(separator: ",").contains { part in
      part.filter { $0 != " " }.replacing("W/", with: "") == tag || part == "*"
    }
    if isKnown == true { return PreviewAnswer(status: 304, headers: headers, body: []) }
    return PreviewAnswer(status: 200, headers: headers, body: bytes(of: file))
  }

  /// The `404.html` of the address's first folder, such as `en`, or else the root's.
  private func nearestMissingPage(to path: String) -> String? {
    let folder = path.dropFirst(basePath.count + 1).prefix { $0 != "/" }
    let isFolder = !folder.contains(".") && Disk.status(of: "\(root)/\(folder)")?.kind == .folder
    let places = (isFolder ? ["/\(folder)"] : []) + [""]
    return places.map { "\(root)\($0)/\(BuiltFile.missing)" }
      .first { Disk.status(of: $0)?.kind == .file }
  }

  private func missing(path: String) -> PreviewAnswer {
    guard let page = nearestMissingPage(to: path) else { return plain(404, "nothing is here") }
    let headers = HeaderRules(text(of: "_headers")).headers(for: path)
    return PreviewAnswer(
      status: 404,
      headers: [header("Content-Type", mediaType(of: page))] + headers,
      body: bytes(of: page)
    )
  }

  /// The regular file of an address; nil if it is outside the folder once links are followed.
  private func file(at path: String) -> String? {
    let isSettings = hostSettingsFiles.contains(String(path.dropFirst()))
    let name = path.hasSuffix("/") ? path + "index.html" : path
    guard !isSettings, let real = Disk.realPath(root + name), real.hasPrefix(root + "/"),
      Disk.status(of: real)?.kind == .file
    else { return nil }
    return real
  }

  private func text(of name: String) -> String {
    let path = root + "/" + name
    return Disk.status(of: path)?.kind == .file
      ? String(decoding: bytes(of: path), as: UTF8.self) : ""
  }

  /// The bytes of a file; none if it vanishes while a build runs.
  private func bytes(of path: String) -> [UInt8] {
    do throws(DiskError) {
      return try Disk.read(path)
    } catch {
      return []
    }
  }

  private func plain(
    _ status: Int,
    _ text: String,
    _ headers: [(String, String)] = []
  ) -> PreviewAnswer {
    PreviewAnswer(
      status: status,
      headers: [header("Content-Type", "text/plain; charset=utf-8")]
        + headers.map { header($0.0, $0.1) },
      body: Array((text + "\n").utf8)
    )
  }

  private func header(_ name: String, _ value: String) -> PreviewAnswer.Header {
    PreviewAnswer.Header(name: name, value: value)
  }
}

/// The preview's answer to one request.
package struct PreviewAnswer: Equatable, Sendable {
  /// The HTTP status, such as 200, 304 or 404.
  package let status: Int
  /// The headers, in the order in which they are sent.
  package let headers: [Header]
  /// The whole body; empty when there is none.
  package let body: [UInt8]

  /// One header.
  package struct Header: Equatable, Sendable {
    /// The name as it is sent, such as `Content-Type`.
    package let name: String
    /// The value, without blanks at its ends.
    package let value: String
  }

  /// The value of the first header of that name, in any case.
  package func value(of name: String) -> String? {
    headers.first { $0.name.lowercased() == name.lowercased() }?.value
  }
}

/// The part of a request that the answer depends on.
package struct PreviewRequest: Sendable {
  /// The method in upper case, such as `GET`.
  package let method: String
  /// The target as sent, with the query, such as `/products/a%20b/?x=1`.
  package let target: String
  /// The `If-None-Match` header.
  package let knownTag: String?

  package init(method: String, target: String, knownTag: String? = nil) {
    self.method = method
    self.target = target
    self.knownTag = knownTag
  }
}

/// The path with its percent escapes decoded; nil if it may mean anything but a file below.
///
/// Refuses broken escapes, bytes that are not UTF-8, control characters, backslashes, and `.` and
/// `..` as parts, even when they are escaped.
func decodedPath(_ path: String) -> String? {
  guard let decoded = PercentEncoding.decode(path),
    !decoded.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F || $0 == "\\" }),
    !decoded.split(separator: "/").contains(where: { $0 == "." || $0 == ".." })
  else { return nil }
  return decoded
}
