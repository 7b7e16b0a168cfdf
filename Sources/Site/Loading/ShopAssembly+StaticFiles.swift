import Shop
import Text

extension ShopAssembly {
  /// Checks every file of `site/static`, since all of them are published.
  mutating func checkStaticFiles() {
    for file in staticFiles {
      if ImageHead.isImage(path: file.path) { checkImage(file) } else { checkForSecrets(file) }
      problems += paperProblems(with: file)
    }
    // Code that the shop's own policy makes browsers refuse is an error in a page or stylesheet,
    // and a warning in a script.
    let code = ForbiddenCode(allowed: config.ownOrigins)
    let checked = staticFiles.filter { StaticCode(path: $0.path) != nil }
    problems += checked.concurrentMap { Self.findings(in: $0, code) }.flatMap { $0 }
  }

  private mutating func checkForSecrets(_ file: StaticFile) {
    let bytes: [UInt8]
    do throws(DiskError) {
      bytes = try Disk.read(file.source, limit: SecretSigns.reach)
    } catch {
      // A file that cannot be read is reported when it is copied.
      return
    }
    guard let found = SecretSigns.found(in: bytes, named: file.path) else { return }
    problems.append(
      ContentProblem(
        file: "site/static/" + file.path,
        message: "expected a file that everybody may read, found \(found) in it; "
          + "move it out of site/static"
      )
    )
  }

  /// Warns about what nobody publishes on purpose: tables, editors' copies, pictures that browsers
  /// do not show, and texts with codes.
  private func paperProblems(with file: StaticFile) -> [ContentProblem] {
    let name = "site/static/" + file.path
    let ending = file.path.split(separator: ".").last.map { $0.lowercased() } ?? ""
    if ["xlsx", "xls", "csv", "tsv", "ods", "numbers", "et"].contains(ending) {
      return [Self.paper(name, "a table, which may be a list of codes or orders", "move it out")]
    }
    if ending == "svgz" || ending == "swf" {
      return [
        ContentProblem(
          file: name,
          message: "expected a file whose code can be looked at, found one that hides it; "
            + (ending == "svgz" ? "unpack it and name it ….svg" : "remove it")
        )
      ]
    }
    if ["doc", "docx", "wps", "ppt", "pptx"].contains(ending) {
      return [Self.paper(name, "a document that is still edited", "export it as PDF")]
    }
    if ["php", "exe", "apk", "bat", "sh", "py", "jsp", "asp", "rdb", "dump", "mdb"].contains(ending)
      || file.path.split(separator: "/").contains("node_modules")
    {
      return [Self.paper(name, "a program or its data, which no page needs", "remove it")]
    }
    if let sign = file.path.first(where: { "?#%".contains($0) }) {
      return [
        ContentProblem(
          file: name,
          warning: .unusualFile,
          message: "expected a name that addresses may hold, found `\(sign)` in it, which means "
            + "something else there; rename the file"
        )
      ]
    }
    if ["bak", "old", "orig", "tmp", "log"].contains(ending) {
      return [Self.paper(name, "a copy or log that a program keeps", "remove it")]
    }
    if ["psd", "ai", "sketch", "heic", "heif", "tif", "tiff", "bmp"].contains(ending) {
      return [Self.paper(name, "a picture that browsers do not show", "export it as PNG or WebP")]
    }
    return textProblems(with: file, name, ending)
  }

  /// Warns about codes in a file of text, whatever the text is for.
  private func textProblems(
    with file: StaticFile,
    _ name: String,
    _ ending: String
  ) -> [ContentProblem] {
    // What services ask for at an address of their own is theirs.
    guard SecretSigns.mayHoldCodes(ending: ending), !file.path.hasPrefix(".well-known/") else {
      return []
    }
    let bytes: [UInt8]
    do throws(DiskError) {
      bytes = try Disk.read(file.source, limit: Self.largestCode)
    } catch {
      // A file that cannot be read is reported when it is copied.
      return []
    }
    do throws(ContentProblem) {
      let isText = ["txt", "md"].contains(ending)
      // What is no text has no codes that anybody could read.
      guard isText || !bytes.prefix(SecretSigns.reach).contains(0) else { return [] }
      let text = try SourceText(file: name, bytes: bytes)
      return codeWarnings(in: text, countsNumbers: StaticCode(path: file.path) == nil) {
        // A host's proof of ownership is named by what stands in it.
        name.hasBytes(of: $0) || name.hasSuffix("BingSiteAuth.xml")
      }
    } catch {
      return ["txt", "md"].contains(ending) ? [error] : []
    }
  }

  private static func paper(_ file: String, _ found: String, _ remedy: String) -> ContentProblem {
    ContentProblem(
      file: file,
      warning: .unusualFile,
      message: "expected what everybody may read, found \(found); \(remedy), or allow "
        + "`\(Diagnostic.unusualFile.name)` in \(siteConfigFile) if it is for readers"
    )
  }

  /// The largest file that is examined; nobody writes larger code by hand.
  private static let largestCode = 4 << 20
  /// The most findings of one file.
  private static let mostFindings = 20

  private static func findings(in file: StaticFile, _ code: ForbiddenCode) -> [ContentProblem] {
    guard let kind = StaticCode(path: file.path) else { return [] }
    do throws(DiskError) {
      let bytes = try Disk.read(file.source, limit: largestCode)
      return problems(in: bytes, of: "site/static/" + file.path, kind, code)
    } catch {
      // A file that cannot be read is reported when it is copied.
      return []
    }
  }

  private static func problems(
    in bytes: [UInt8],
    of file: String,
    _ kind: StaticCode,
    _ code: ForbiddenCode
  ) -> [ContentProblem] {
    let source: SourceText
    do throws(ContentProblem) {
      source = try SourceText(file: file, bytes: bytes)
    } catch {
      return [error]
    }
    if kind != .script, let stray = source.strayCharacter(turningIn: source.bytes.indices) {
      return [stray]
    }
    let findings =
      switch kind {
      case .page: code.findings(in: bytes)
      case .stylesheet: code.findings(inStylesheet: bytes)
      case .script: code.findings(inScript: bytes)
      }
    let warning: Diagnostic? = kind == .script ? .forbiddenScript : nil
    return findings.prefix(mostFindings).map { code.problem($0, warning, in: source) }
  }
}

/// Static files to which browsers apply the shop's Content-Security-Policy.
private enum StaticCode {
  case page, stylesheet, script

  init?(path: String) {
    switch path.split(separator: ".").last?.lowercased() {
    case "html", "htm", "xhtml", "xht", "shtml", "xml", "xsl", "xslt": self = .page
    case "css": self = .stylesheet
    case "js", "mjs": self = .script
    default: return nil
    }
  }
}

extension SiteConfig {
  /// The allowed origins: those of `csp:`, the shop's own and the worker's.
  fileprivate var ownOrigins: AllowedOrigins {
    var allowed = allowedOrigins
    for kind in AllowedOrigins.Kind.allCases where kind.isOwnAllowed && !baseURL.isEmpty {
      allowed.origins[kind, default: []].append(origin(of: baseURL))
    }
    for kind in [AllowedOrigins.Kind.connect, .form] {
      if let workerURL { allowed.origins[kind, default: []].append(origin(of: workerURL)) }
    }
    return allowed
  }
}
