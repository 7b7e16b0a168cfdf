import Foundation
import Shop

/// The path that a shop lives under on its host, such as `/cards` of `https://me.github.io/cards`.
///
/// Everything is rendered as if the shop had a host of its own; this moves what was rendered, in
/// one place: attributes of pages that hold an address from the root. Whole addresses have the path
/// from `base_url`, and the hosts' files have it from `HostRules.under`.
struct BasePath: Sendable {
  /// With a slash in front and none at the end.
  let path: String

  /// Nil for a shop at the root of its host.
  init?(_ config: SiteConfig) {
    let path = config.basePath
    guard !path.isEmpty else { return nil }
    self.path = path
  }

  /// The files as the host wants them.
  func moved(_ files: [OutputFile]) -> [OutputFile] {
    files.concurrentMap { file in
      if file.path.hasSuffix(".html") {
        return OutputFile(path: file.path, bytes: movedPage(file.bytes))
      }
      return file
    }
  }

  /// The attributes that hold addresses; `data-prefix` is the front of one, and may be empty.
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

  /// An address from the root.
  private func moved(_ address: String) -> String {
    address.hasPrefix("/") && !address.hasPrefix("//") ? path + address : address
  }
}

extension SiteConfig {
  /// The path of `base_url`: `/cards`, or nothing.
  package var basePath: String {
    let rest = baseURL.dropFirst(origin(of: baseURL).count)
    return String(rest)
  }
}

/// The path that a built shop lives under, as its catalog says; nothing where there is none.
package func basePath(ofBuilt output: String) -> String {
  do {
    let bytes = try Disk.read(output + "/catalog.json")
    let document = try JSONDecoder().decode(CatalogDocument.self, from: Data(bytes))
    return String(document.shop.baseURL.dropFirst(origin(of: document.shop.baseURL).count))
  } catch {
    return ""
  }
}
