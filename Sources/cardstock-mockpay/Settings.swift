import Foundation

/// Everything that one run needs to know, checked once.
package struct Settings: Sendable {
  let host: String
  let port: Int
  let webhookURL: URL
  let apiKey: String
  let webhookSecret: String
  let timeScale: Int64
  let isLive: Bool

  /// Reads the settings of a run.
  ///
  /// Both addresses must be on loopback: a pretend provider that a stranger can reach gives goods
  /// away.
  package init(
    listen: String,
    webhookURL: String,
    apiKey: String,
    webhookSecret: String,
    timeScale: Int64,
    isLive: Bool
  ) throws(SettingsError) {
    let parts = listen.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let port = Int(parts[1]), (1...65535).contains(port) else {
      throw .listen(listen)
    }
    guard Self.isLoopback(String(parts[0])) else { throw .notLoopback("--listen", listen) }
    guard let url = URL(string: webhookURL), url.scheme == "http", let host = url.host() else {
      throw .webhookURL(webhookURL)
    }
    guard Self.isLoopback(host) else { throw .notLoopback("--webhook-url", webhookURL) }
    guard webhookSecret.hasPrefix("whsec_") else { throw .webhookSecret }
    guard timeScale >= 1 else { throw .timeScale(timeScale) }
    self.host = String(parts[0])
    self.port = port
    self.webhookURL = url
    self.apiKey = apiKey
    self.webhookSecret = webhookSecret
    self.timeScale = timeScale
    self.isLive = isLive
  }

  /// The origin that people and the worker reach it at: `http://127.0.0.1:4242`.
  var origin: String { "http://\(host):\(port)" }

  private static func isLoopback(_ host: String) -> Bool {
    host == "127.0.0.1" || host == "localhost"
  }
}

/// Why a run cannot start.
package enum SettingsError: Error, Equatable, CustomStringConvertible {
  case listen(String)
  case notLoopback(String, String)
  case webhookURL(String)
  case webhookSecret
  case missingSecret(option: String, name: String)
  case timeScale(Int64)

  package var description: String {
    switch self {
    case .listen(let found):
      "--listen: expected HOST:PORT such as 127.0.0.1:4242, found \"\(found)\""
    case .notLoopback(let option, let found):
      "\(option): expected an address of this machine (127.0.0.1), found \"\(found)\""
    case .webhookURL(let found):
      "--webhook-url: expected http://127.0.0.1:PORT/PATH, found \"\(found)\""
    case .webhookSecret:
      "--webhook-secret-env: expected a secret that begins with whsec_"
    case .missingSecret(let option, let name):
      "\(option): the environment variable \(name) is empty or not set; export it and run again"
    case .timeScale(let found):
      "--time-scale: expected a whole number of 1 or more, found \(found)"
    }
  }
}
