import Foundation

/// Everything that one run needs to know, checked once.
package struct Settings: Sendable {
  let host: String
  let port: Int
  /// The worker's origin.
  let worker: String
  let timeScale: Int64
  let isLive: Bool
  let usesExpiredCertificate: Bool
  /// Rules that the run does not follow.
  let lenient: Set<Rule>

  /// Reads the settings of a run.
  ///
  /// Both addresses must be on loopback: a pretend provider that a stranger can reach gives goods
  /// away.
  package init(
    listen: String,
    worker: String,
    timeScale: Int64,
    isLive: Bool = false,
    usesExpiredCertificate: Bool = false,
    lenient: [String] = []
  ) throws(SettingsError) {
    let parts = listen.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let port = Int(parts[1]), (1...65535).contains(port) else {
      throw .listen(listen)
    }
    guard Self.isLoopback(String(parts[0])) else { throw .notLoopback("--listen", listen) }
    guard let origin = origin(of: worker), worker == origin || worker == origin + "/",
      let url = URL(string: origin), url.scheme == "http", let host = url.host()
    else { throw .worker(worker) }
    guard Self.isLoopback(host) else { throw .notLoopback("--worker", worker) }
    guard timeScale >= 1 else { throw .timeScale(timeScale) }
    self.host = String(parts[0])
    self.port = port
    self.worker = origin
    self.timeScale = timeScale
    self.isLive = isLive
    self.usesExpiredCertificate = usesExpiredCertificate
    self.lenient = Set(
      try lenient.map { name throws(SettingsError) in
        guard let rule = Rule(named: name) else { throw .lenient(name) }
        return rule
      }
    )
  }

  /// Where the providers are played, and how.
  var place: Place {
    Place(
      origin: "http://\(host):\(port)",
      worker: worker,
      timeScale: timeScale,
      isLive: isLive,
      usesExpiredCertificate: usesExpiredCertificate
    )
  }

  private static func isLoopback(_ host: String) -> Bool {
    host == "127.0.0.1" || host == "localhost"
  }
}

/// Whether an address is of this machine: the only ones that notices are sent to.
func isOfThisMachine(_ url: String) -> Bool {
  guard let parts = URL(string: url), let host = parts.host() else { return false }
  return ["127.0.0.1", "localhost"].contains(host)
}

/// Why a run cannot start.
package enum SettingsError: Error, Equatable, CustomStringConvertible {
  case listen(String)
  case notLoopback(String, String)
  case worker(String)
  case timeScale(Int64)
  case lenient(String)

  /// One line for a person.
  package var description: String {
    switch self {
    case .listen(let found):
      "--listen: expected HOST:PORT such as 127.0.0.1:4242, found \"\(found)\""
    case .notLoopback(let option, let found):
      "\(option): expected an address of this machine (127.0.0.1), found \"\(found)\""
    case .worker(let found):
      "--worker: expected http://127.0.0.1:PORT, found \"\(found)\""
    case .timeScale(let found):
      "--time-scale: expected a whole number of 1 or more, found \(found)"
    case .lenient(let found):
      "--lenient: expected a rule that `cardstock-mockpay rules` lists, found \"\(found)\""
    }
  }
}
