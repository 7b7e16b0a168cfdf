import Foundation
import Shop

/// The path of a shop on its host, such as `/cards` of `https://me.github.io/cards`.
///
/// Pages are rendered as if the shop were at the root of its host; this adds the path to their
/// attributes that hold addresses from the root. Absolute URLs have it from `base_url`, and hosts'
/// files from `HostRules.under`.
struct BasePath: Sendable {
  /// The path, with a slash at the beginning and none at the end.
  let path: String

  /// Nil for a shop at the root of its host.
  init?(_ config: SiteConfig) {
    let path = config.basePath
    guard !path.isEmpty else { return nil }
    self.path = path
  }

  /// The files with the path added.
  func moved(_ files: [OutputFile]) -> [OutputFile] {
    files.concurrentMap { file in
      if file.path.hasSuffix(".html") {
        return OutputFile(path: file.path, bytes: movedPage(file.bytes))
      }
      return file
    }
  }

  /// The attributes that hold addresses; `data-prefix` is the beginning of one, and may be empty.
  private static let attributes: Set<String> = [
    "href", "src", "action", "srcset", "poster", "data-script", "data-index", "data-prefix",
    "content", "formaction",
  ]

  private func movedPage(_ html: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(html.count + html.count / 16)
    var index = 0
    while let equals = html[index...].firstIndex(of: UInt8(ascii: "=")) {
      let quote = equals + 1
      guard quote < html.count, html[quote] == UInt8(ascii: "\""),
        let end = html[(quote + 1)...].firstIndex(of: UInt8(ascii: "\""))
      else {
        result += html[index...equals]
        index = equals + 1
        continue
      }
      let start = html[..<equals].lastIndex { !isNameByte($0) }.map { $0 + 1 } ?? 0
      let name = String(decoding: html[start..<equals], as: UTF8.self)
      result += html[index...quote]
      let value = String(decoding: html[(quote + 1)..<end], as: UTF8.self)
      result += Array((Self.attributes.contains(name) ? moved(value, of: name) : value).utf8)
      index = end
    }
    return result + html[index...]
  }

  private func isNameByte(_ byte: UInt8) -> Bool {
    (97...122).contains(byte) || byte == UInt8(ascii: "-")
  }

  private func moved(_ value: String, of name: String) -> String {
    switch name {
    case "data-prefix": return path + value
    case "content":
      // `0; url=/x/` of a page that forwards.
      return value.replacing(/^(\d+; url=)(?=\/(?!\/))/) { $0.1 + path }
    case "srcset":
      return value.split(separator: ", ").map { moved(String($0)) }.joined(separator: ", ")
    default: return moved(value)
    }
  }

  /// An address with the path added, if it is from the root.
  private func moved(_ address: String) -> String {
    address.hasPrefix("/") && !address.hasPrefix("//") ? path + address : address
  }
}

extension SiteConfig {
  /// The path of `base_url`, such as `/cards`; empty at the root.
  package var basePath: String {
    let rest = baseURL.dropFirst(origin(of: baseURL).count)
    return String(rest)
  }
}

/// The path of a built shop on its host, by its catalog; empty at the root or without a catalog.
package func basePath(ofBuilt output: String) -> String {
  do {
    let bytes = try Disk.read("\(output)/\(BuiltFile.catalog)")
    let document = try JSONDecoder().decode(CatalogDocument.self, from: Data(bytes))
    return String(document.shop.baseURL.dropFirst(origin(of: document.shop.baseURL).count))
  } catch {
    return ""
  }
}
