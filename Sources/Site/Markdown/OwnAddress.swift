/// Recognises URLs of the shop's own pages.
enum OwnAddress {
  /// The path of an address on the shop's own host, below the path of `home`; nil for any other.
  ///
  /// The scheme (`http`, `https` or none), the host's case, a dot after it and the default ports
  /// make no difference.
  static func path(of address: String, home: String) -> String? {
    let bytes = address.utf8
    // Most links are paths.
    guard bytes.first != UInt8(ascii: "/") || bytes.dropFirst().first == UInt8(ascii: "/"),
      bytes.first != UInt8(ascii: "#")
    else { return nil }
    guard let own = parts(of: home), let found = parts(of: address), own.host == found.host else {
      return nil
    }
    guard !own.path.isEmpty, own.path != "/" else { return found.path.isEmpty ? "/" : found.path }
    let base = own.path.hasSuffix("/") ? String(own.path.dropLast()) : own.path
    guard found.path == base || found.path.hasPrefix(base + "/") else { return nil }
    let path = String(found.path.dropFirst(base.count))
    return path.isEmpty ? "/" : path
  }

  private static func parts(of address: String) -> (host: String, path: String)? {
    let bytes = address.utf8
    guard let slashes = address.firstRange(of: "//") else { return nil }
    let scheme = address[..<slashes.lowerBound].lowercased()
    guard bytes.count < 4096, ["http:", "https:", ""].contains(scheme) else { return nil }
    let rest = address[slashes.upperBound...]
    var host = rest.prefix { !"/?#".contains($0) }.lowercased()
    for port in [":80", ":443"] where host.hasSuffix(port) { host.removeLast(port.count) }
    if host.hasSuffix(".") { host.removeLast() }
    return host.isEmpty ? nil : (host, String(rest.drop { !"/?#".contains($0) }))
  }
}
