import Foundation
import Logging
import Mail
import Payments
import Shop
import Transport
import Worker

extension Settings {
  /// The largest settings file that is read.
  static let largestFile = 64 << 10

  /// The result of loading: settings, or all faults.
  package enum Loading: Sendable {
    case loaded(Settings)
    case faulty([SettingsFault])
  }

  /// Reads a settings file and the files and variables that it names.
  ///
  /// `state` overrides the file's `state`; `environment` is where `…_env` settings look.
  package static func load(
    _ path: String,
    state: String? = nil,
    environment: [String: String]
  ) -> Loading {
    let text: String
    do {
      let data = try Data(contentsOf: URL(fileURLWithPath: path))
      guard data.count <= largestFile, let decoded = String(data: data, encoding: .utf8) else {
        return .faulty([
          SettingsFault(
            path,
            expected: "UTF-8 text of at most 64 KiB",
            found: "something else",
            remedy: "see the sample that `cardstock-worker init` writes"
          )
        ])
      }
      text = decoded
    } catch {
      return .faulty([
        SettingsFault(
          path,
          expected: "a settings file",
          found: "none that can be read",
          remedy: "run `cardstock-worker init`, or name the file with --config"
        )
      ])
    }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    return parse(text, file: path, folder: folder, state: state, environment: environment)
  }

  private static func parse(
    _ text: String,
    file: String,
    folder: String,
    state: String?,
    environment: [String: String]
  ) -> Loading {
    var reader = SettingsReader(
      tree: SettingsTree(text, file: file),
      folder: folder,
      environment: environment
    )
    guard reader.faults.isEmpty || !reader.tree.entries.isEmpty else {
      return .faulty(reader.faults)
    }
    reader.refuseUnknown(known: SettingRow.all.map(\.name))
    let publicURL = reader.required("public_url", example: "https://pay.shop.example")
      .flatMap { reader.address("public_url", $0) }
    let listen = reader.listenAddress()
    let places = reader.places(state: state)
    let adapters = AdapterTable.all.compactMap { reader.adapter($0) }
    let withdrawn = AdapterTable.all.map { $0.provider }.filter { !reader.isOffered($0) }
    let mail = reader.mail(greetingAs: publicURL?.host)
    let folders = places.map { [$0.state] + (mail?.folder.map { [$0] } ?? []) }
    let visitors = reader.visitors(folders: folders ?? [])
    let serverLimits = reader.serverLimits()
    let level = reader.choice("log_level", of: Logger.Level.self)
    let alarm = reader.priceAlarm()
    let linkLifetime = reader.linkLifetime()
    if !AdapterTable.all.contains(where: { reader.has($0.provider.rawValue) }) {
      reader.fault(
        "stripe",
        expected: "a payment provider",
        found: "none",
        remedy: "fill the section of one, such as `stripe`"
      )
    }
    guard reader.faults.isEmpty, let publicURL, let listen, let places, let mail else {
      return .faulty(reader.faults)
    }
    return .loaded(
      Settings(
        publicURL: publicURL,
        listen: listen,
        hosts: reader.list("hosts"),
        places: places,
        adapters: adapters,
        withdrawn: Set(withdrawn),
        mail: mail,
        logLevel: level ?? .info,
        visitors: visitors,
        serverLimits: serverLimits,
        priceAlarm: alarm,
        linkLifetime: linkLifetime,
        written: reader.tree.entries.mapValues(\.values),
        lines: Dictionary(
          uniqueKeysWithValues: reader.tree.entries.keys.map { ($0, reader.tree.place($0)) }
        )
      )
    )
  }
}

extension SettingsReader {
  fileprivate mutating func listenAddress() -> Settings.ListenAddress? {
    let value = text("listen") ?? "127.0.0.1:8090"
    guard let address = Settings.ListenAddress(value) else {
      fault(
        "listen",
        expected: "ADDRESS:PORT, :PORT or PORT",
        found: "`\(value)`",
        remedy: "write for example 127.0.0.1:8090, or [::]:8090 for every address"
      )
      return nil
    }
    return address
  }

  fileprivate mutating func priceAlarm() -> PriceAlarm {
    guard let word = text("price_alarm") else { return .standard }
    if let alarm = PriceAlarm(word) { return alarm }
    fault(
      "price_alarm",
      expected: "1% to 99%, or off",
      found: "`\(word)`",
      remedy: "write for example 50%"
    )
    return .standard
  }

  /// Reads `order_links.expire`: whole days, such as `180d`, or `never`.
  fileprivate mutating func linkLifetime() -> LinkLifetime {
    guard let word = text("order_links.expire") else { return .standard }
    if word == "never" { return .endless }
    let days = word.hasSuffix("d") ? Int(word.dropLast()) : nil
    if let days, LinkLifetime.allowedDays.contains(days) { return LinkLifetime(days: days) }
    let range = LinkLifetime.allowedDays
    fault(
      "order_links.expire",
      expected: "\(range.lowerBound)d to \(range.upperBound)d, or never",
      found: "`\(word)`",
      remedy: "write for example 180d"
    )
    return .standard
  }

  fileprivate mutating func places(state: String?) -> Settings.Places? {
    let catalog = required("catalog", example: "../public/catalog.json")
    let here = FileManager.default.currentDirectoryPath
    let given = state.map { URL(fileURLWithPath: $0, relativeTo: URL(fileURLWithPath: here)).path }
    let folder = given ?? path(text("state") ?? "state")
    // The kernel's limit for a Unix socket's path, with its terminating zero, is 108.
    guard (folder + "/control.sock").utf8.count < 104 else {
      fault(
        "state",
        expected: "a path of fewer than 90 bytes",
        found: "a longer one",
        remedy: "move the folder nearer to the root"
      )
      return nil
    }
    guard let catalog else { return nil }
    return Settings.Places(
      state: folder,
      key: secretPath(text("key_file") ?? "vault.key"),
      catalog: path(catalog)
    )
  }
}

extension Settings {
  /// The names of settings that differ from `others`, with which the worker started, and need a
  /// restart: all but the log level, mail and providers' sections.
  package func needingRestart(since others: Settings) -> [String] {
    // The name of a section itself has no value, so it never differs.
    Set(written.keys).union(others.written.keys)
      .filter { (written[$0] ?? []) != (others.written[$0] ?? []) && !Self.isReloaded($0) }
      .sorted()
  }

  /// What `check` says about SIGHUP while a worker runs.
  static let reloadNote = """
    SIGHUP has a running worker take up its catalog, the providers' keys, mail and log_level; \
    everything else, and a provider's section that comes or goes, needs a restart
    """

  private static func isReloaded(_ name: String) -> Bool {
    let section = name.split(separator: ".").first.map(String.init) ?? name
    return section == "log_level" || section == "mail"
      || AdapterTable.all.contains { $0.provider.rawValue == section }
  }
}
