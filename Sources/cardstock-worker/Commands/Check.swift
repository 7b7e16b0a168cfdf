import ArgumentParser
import Foundation
import Mail
import Payments
import Shop
import Storage
import Transport
import Worker

/// `check`: whether the worker would start and could work.
struct Check: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks settings, key, database, catalog and mail server; lists everything wrong.",
    discussion: """
      Nothing is sent and nothing is changed, but a database that does not exist yet is made.

      EXAMPLE
        cardstock-worker check --config shop-worker/worker.yaml
      """
  )

  @OptionGroup var options: SettingsOptions
  @Flag(help: "Do not connect to the mail server or the payment providers.") var offline = false

  func run() async throws {
    SettingsOptions.closeMemory()
    let environment = ProcessInfo.processInfo.environment
    let settings: Settings
    switch Settings.load(options.config, state: options.stateFolder, environment: environment) {
    case .loaded(let loaded):
      settings = loaded
      Terminal.say("settings  good: \(options.config)")
    case .faulty(let faults):
      for fault in faults { Terminal.problem("\(fault)") }
      Terminal.say(faults.count == 1 ? "1 fault" : "\(faults.count) faults")
      throw ExitCode(1)
    }
    if settings.mail.operatorAddress == nil {
      Terminal.note("mail.operator is not set: nobody is mailed when letters fail or prices wait")
    }
    var faults = 0
    for adapter in settings.adapters {
      remark(on: adapter, settings)
      faults += say(adapter.faults(at: SystemClock.now()), of: adapter, settings)
    }
    sayWithdrawn(settings)
    for step in [catalog(settings), database(settings), mail(settings)] {
      switch step {
      case .good(let line): Terminal.say(line)
      case .bad(let line):
        faults += 1
        Terminal.problem(line)
      }
    }
    if !offline { faults += sayInspections(settings) }
    guard faults == 0 else {
      Terminal.say(faults == 1 ? "1 fault" : "\(faults) faults")
      throw ExitCode(1)
    }
    Terminal.next("`cardstock-worker run --config \(options.config)`")
  }

  /// Warns about a provider's section, with the keys that the worker has learned.
  private func remark(on adapter: any PaymentAdapter, _ settings: Settings) {
    let name = type(of: adapter).provider.rawValue
    let now = SystemClock.now()
    do {
      try adapter.keepKeys(in: settings.places.state, at: now)
    } catch {
      Terminal.note(
        "\(name): the keys that the worker learned cannot be read: \(Terminal.words(of: error))"
      )
    }
    for remark in adapter.remarks(at: now) { Terminal.note("\(name): \(remark)") }
    for each in adapter.registrations(of: "\(settings.publicURL)") {
      Terminal.note("\(name): \(each)")
    }
  }

  /// Reports the faults of a provider's section, by line; returns how many there are.
  private func say(
    _ faults: [SettingFault],
    of adapter: any PaymentAdapter,
    _ settings: Settings
  ) -> Int {
    for fault in faults {
      let name = "\(type(of: adapter).provider.rawValue).\(fault.name)"
      // A setting `…_file` may be given as `…_env` instead.
      let inVariable = name.hasSuffix("_file") ? name.dropLast("_file".count) + "_env" : name[...]
      let place = settings.lines[name] ?? settings.lines[String(inVariable)]
      let said = SettingsFault(
        place ?? "\(options.config): \(name)",
        expected: fault.expected,
        found: fault.found,
        remedy: fault.remedy
      )
      Terminal.problem("\(said)")
    }
    return faults.count
  }

  /// Lists providers that are not offered, and warns where pages still name them.
  private func sayWithdrawn(_ settings: Settings) {
    let names = settings.adapters.map { type(of: $0).provider }
      .filter(settings.withdrawn.contains)
    for provider in names {
      let name = provider.rawValue
      Terminal.say(
        "\(name) is not offered for new checkouts (offer: false); webhooks, questions, "
          + "refunds and statements go on"
      )
    }
    guard !names.isEmpty else { return }
    let list = names.map(\.rawValue).joined(separator: ", ")
    Terminal.note("take \(list) out of `payments` in site/site.yaml, so that pages name it no more")
    guard settings.offered.isEmpty else { return }
    Terminal.note(
      "warning: no provider is offered any more: the shop takes no orders, and says so to buyers"
    )
  }

  /// Asks providers about keys and webhooks, and reports their answers; returns how many settings
  /// they refuse.
  ///
  /// Anything else is a warning, since the worker starts even if a provider is down.
  private func sayInspections(_ settings: Settings) -> Int {
    var faults = 0
    let nonce = { @Sendable in String(UInt64.random(in: 0 ... .max), radix: 36) }
    for adapter in settings.adapters {
      let provider = type(of: adapter).provider
      let name = provider.rawValue
      let url = settings.publicURL.text + Route.webhook(provider).path
      do {
        let call = Call(now: SystemClock.now(), nonce: nonce)
        faults += say(try adapter.faults(asking: call), of: adapter, settings)
        let remarks = try adapter.inspect(notifyURL: url, call)
        for remark in remarks { Terminal.note("warning: \(name): \(remark)") }
      } catch {
        Terminal.note("warning: \(name): its settings for webhooks could not be read: \(error)")
      }
    }
    return faults
  }

  private enum Finding {
    case good(String)
    case bad(String)
  }

  private func catalog(_ settings: Settings) -> Finding {
    do {
      let catalog = try CatalogDocument(path: settings.places.catalog)
      sayLimits(catalog, settings)
      return .good(
        "catalog   good: "
          + "\(Terminal.count(catalog.products.count, "product")), \(catalog.shop.baseURL)"
      )
    } catch {
      return .bad("\(error)")
    }
  }

  /// Lists the prices that a provider, or every one, does not accept.
  private func sayLimits(_ catalog: CatalogDocument, _ settings: Settings) {
    let providers = settings.offered
    var unpayable: [String: [String]] = [:]
    for product in catalog.products {
      for price in product.prices ?? [] {
        if !providers.contains(where: { $0.takes(price.currency) }) {
          unpayable[price.currency.code, default: []].append(product.sku)
        }
        for provider in providers where provider.takes(price.currency) {
          guard let fault = provider.fault(of: price) else { continue }
          Terminal.note(
            "warning: \(product.sku): expected \(fault.expected), which \(provider.rawValue) "
              + "takes, found \(price); it is not offered for one of these"
          )
        }
      }
    }
    for (currency, skus) in unpayable.sorted(by: { $0.key < $1.key }) where !providers.isEmpty {
      let more = skus.count > 3 ? " and \(skus.count - 3) more" : ""
      Terminal.note(
        "warning: expected a provider that takes \(currency), found none in the settings: nobody "
          + "can pay the price in it of \(skus.prefix(3).joined(separator: ", "))\(more)"
      )
    }
  }

  /// Opens the vault as the worker would, which proves lock, key, schema and durability.
  private func database(_ settings: Settings) -> Finding {
    let state = settings.places.state
    if OperatorLink.isAnswering(settings.places.controlSocket) {
      Terminal.note(Settings.reloadNote)
      return .good("database  in use by a running worker: \(state)")
    }
    do {
      let key = try VaultKey.read(settings.places.key, of: settings.places.state)
      let clock = settings.clock { seconds in
        guard let seconds else { return }
        Terminal.note(
          "warning: the clock jumped by \(seconds) s; see `cardstock-worker clock show`"
        )
      }
      let store = try Store(folder: state, key: key, now: clock.now())
      defer { store.close() }
      try store.requireWhole()
      return .good("database  good: \(state)")
    } catch let error as StoreError {
      return .bad("\(state): \(error.sentence)")
    } catch {
      return .bad("\(error)")
    }
  }

  private func mail(_ settings: Settings) -> Finding {
    if let fault = settings.folderMailFault { return .bad("\(fault)") }
    switch settings.mail.transport {
    case .folder(let path): return .good("mail      goes into the folder \(path): nobody gets it")
    case .smtp(let server) where offline: return .good("mail      not tried: \(server)")
    case .smtp(let server):
      let result = SMTPClient.probe(server)
      guard let fault = result.fault else { return .good("mail      good: \(server)") }
      let code = result.smtpCode.map { " \($0)" } ?? ""
      return .bad(
        "mail server \(server): expected a greeting and a login, found \(fault) at "
          + "\(result.phase)\(code): \(result.detail); see host, port, tls and user"
      )
    }
  }
}
