import Shop
import Storage
import Transport
import Worker

extension SettingsReader {
  /// One number of the section `limits`, with its property and its range.
  private struct Limit<Root> {
    let name: String
    let path: WritableKeyPath<Root, Int>
    let range: ClosedRange<Int>

    init(
      _ name: String,
      _ path: WritableKeyPath<Root, Int>,
      _ range: ClosedRange<Int> = SettingsReader.rateRange
    ) {
      self.name = name
      self.path = path
      self.range = range
    }
  }

  /// The range of a number of requests in ten minutes.
  static let rateRange = 1...1_000_000
  /// The range of the number of page requests of everybody in ten minutes.
  static let pageRange = 1...10_000_000

  private static var rates: [Limit<RequestRates>] {
    [
      Limit("checkouts_per_network", \.checkouts.perNetwork),
      Limit("checkouts_per_email", \.checkouts.perBuyer),
      Limit("checkouts", \.checkouts.inAll),
      Limit("lookups_per_network", \.lookups.perNetwork),
      Limit("lookups_per_email", \.lookups.perBuyer),
      Limit("lookups", \.lookups.inAll),
      Limit("reveals_per_network", \.reveals.perNetwork),
      Limit("reveals_per_order", \.reveals.perBuyer),
      Limit("reveals", \.reveals.inAll),
      Limit("returns_per_network", \.returns.perNetwork),
      Limit("returns_per_checkout", \.returns.perBuyer),
      Limit("returns", \.returns.inAll),
      Limit("pages_per_network", \.pages.perNetwork),
      Limit("pages", \.pages.inAll, SettingsReader.pageRange),
    ]
  }

  /// The settings about strangers; `folders` are the ones whose disks are watched.
  mutating func visitors(folders: [String]) -> PublicRoutes.VisitorSettings {
    var visitors = PublicRoutes.VisitorSettings()
    if has("trusted_proxies") { visitors.proxies = trustedProxies() }
    for limit in Self.rates {
      if let value = number("limits.\(limit.name)", in: limit.range) {
        visitors.rates[keyPath: limit.path] = value
      }
    }
    if let seconds = keepUnpaid() { visitors.keepUnpaidSeconds = seconds }
    if flag("check_mail_domains") ?? true { visitors.takesMail = { MailDomain().takesMail($0) } }
    visitors.refundsCancelled = flag("refund_cancelled") ?? false
    visitors.disk.folders = folders
    if let mebibytes = number("limits.disk_reserve", in: 0...1_048_576) {
      visitors.disk.reserveMebibytes = mebibytes
    }
    return visitors
  }

  /// The limits of connections, in all and of one client.
  mutating func serverLimits() -> ServerLimits {
    let usual = ServerLimits()
    return ServerLimits(
      connections: number("limits.connections", in: 8...60_000) ?? usual.connections,
      connectionsPerPeer: number("limits.connections_per_client", in: 1...60_000)
        ?? usual.connectionsPerPeer,
      newConnectionsPerNetwork: number("limits.new_connections_per_network", in: 10...1_000_000)
        ?? usual.newConnectionsPerNetwork
    )
  }

  /// Reads `keep_unpaid`, whole days such as `30d`, as seconds.
  private mutating func keepUnpaid() -> Int64? {
    guard let text = text("keep_unpaid") else { return nil }
    let days = text.hasSuffix("d") ? Int64(text.dropLast()) : nil
    let fewest = Store.shortestKeepSeconds / 86_400
    guard let days, (fewest...3_650).contains(days) else {
      fault(
        "keep_unpaid",
        expected: "\(fewest)d to 3650d",
        found: "`\(text)`",
        remedy: "write for example `30d`: money may come late, and its quote must be known then"
      )
      return nil
    }
    return days * 86_400
  }

  private mutating func trustedProxies() -> TrustedProxies {
    var networks: [IPNetwork] = []
    for text in list("trusted_proxies") {
      guard let network = IPNetwork(text) else {
        fault(
          "trusted_proxies",
          expected: "addresses or ranges of proxies",
          found: "`\(text)`",
          remedy: "write for example `10.0.0.0/8` or `\"2001:db8::5\"`"
        )
        continue
      }
      guard network.prefix > 0 else {
        fault(
          "trusted_proxies",
          expected: "your own proxies",
          found: "`\(text)`, which is everybody",
          remedy: "name their addresses: whoever is trusted can say to be anybody"
        )
        continue
      }
      networks.append(network)
    }
    return TrustedProxies(networks)
  }
}
