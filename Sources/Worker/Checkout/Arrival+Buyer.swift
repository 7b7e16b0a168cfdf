extension Arrival {
  /// The buyer's IP address: the connection's own, or what the proxy on this machine added last.
  ///
  /// Earlier entries of `X-Forwarded-For` may be anybody's words.
  package var buyerAddress: String {
    guard peer.isEmpty || WebAddress.isLoopback(host: peer) else { return peer }
    let entries = headers.filter { $0.name.lowercased() == "x-forwarded-for" }
      .flatMap { $0.value.split(separator: ",", omittingEmptySubsequences: false) }
    let last = entries.last.map { String($0.filter { $0 != " " && $0 != "\t" }) } ?? ""
    let isAddress =
      (3...45).contains(last.utf8.count)
      && last.utf8.allSatisfy { byte in
        (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
          || byte == UInt8(ascii: ".") || byte == UInt8(ascii: ":")
      }
    return isAddress ? last : peer
  }

  /// Whether the browser says that it runs on a phone.
  package var isPhone: Bool {
    let agent = header("user-agent") ?? ""
    return ["Mobile", "Android", "iPhone"].contains { agent.contains($0) }
  }

  /// Whether the body is what a plain HTML form sends.
  var isForm: Bool {
    let type = header("content-type")?.lowercased().prefix { $0 != ";" }
    return type == "application/x-www-form-urlencoded"
  }
}
