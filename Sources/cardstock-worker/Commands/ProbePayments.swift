import ArgumentParser
import Foundation
import Payments
import Shop
import Transport
import Worker

/// `payments probe`.
struct ProbePayments: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "probe",
    abstract: "Sends a webhook of no consequence to PUBLIC_URL and says how far it comes.",
    discussion: """
      It goes the way that the provider's own go: DNS, firewall, TLS, proxy, worker. It is sent \
      from this machine; a firewall that lets this machine through may still stop the provider's.

      EXAMPLES
        cardstock-worker payments probe
        cardstock-worker payments probe stripe
        cardstock-worker payments probe --ca-file /etc/shop/ca.pem
      """
  )

  @OptionGroup var options: SettingsOptions
  @OptionGroup var listing: ListingOptions
  @Argument(help: "One provider; all that have a section when it is not given.")
  var provider: String?
  @Option(help: "PEM file of the authorities to trust for PUBLIC_URL, in place of the system's.")
  var caFile: String?

  func validate() throws {
    guard let caFile else { return }
    guard FileManager.default.isReadableFile(atPath: caFile) else {
      throw ValidationError("--ca-file: expected a PEM file that can be read, found \(caFile)")
    }
  }

  func run() async throws {
    let settings = try options.load()
    let chosen = settings.adapters.filter { adapter in
      provider.map { type(of: adapter).provider.rawValue == $0 } ?? true
    }
    guard !chosen.isEmpty else {
      let names = settings.adapters.map { type(of: $0).provider.rawValue }.joined(separator: ", ")
      Terminal.problem("expected one of \(names), found `\(provider ?? "")`; add its section")
      throw ExitCode(1)
    }
    let link = try OperatorLink.open(settings)
    defer { link.close() }
    var rows: [ProbeRowDocument] = []
    for adapter in chosen {
      rows.append(try await Self.probe(adapter, settings, link, authorities: caFile))
    }
    if listing.format == .json {
      try Listing.say("probes", rows)
    } else {
      for row in rows {
        if row.isGood { Terminal.say(row.text) } else { Terminal.problem(row.text) }
        if let warning = row.warning { Terminal.note("warning: \(warning)") }
      }
    }
    guard rows.allSatisfy(\.isGood) else { throw ExitCode(1) }
  }

  /// Sends a webhook and returns how far it came.
  ///
  /// `authorities` is a file of certificates that are trusted instead of the system's.
  static func probe(
    _ adapter: any PaymentAdapter,
    _ settings: Settings,
    _ link: OperatorLink,
    authorities: String?
  ) async throws -> ProbeRowDocument {
    let number = try await link.perform(BeginProbeDocument())
    let provider = type(of: adapter).provider
    let name = provider.rawValue
    let nonce = { @Sendable in String(UInt64.random(in: 0 ... .max), radix: 36) }
    let message = adapter.probe(Call(now: SystemClock.now(), nonce: nonce))
    let url = settings.publicURL.text + Route.webhook(provider).path
    var request =
      message.query.map { HTTPRequest(.get, "\(url)?\($0)") }
      ?? HTTPRequest(.post, url, body: .bytes(Array(message.body.utf8)))
    request.headers = message.headers.map { ($0.name, $0.value) }
    request.headers.append((PendingProbes.header, number))
    request.allowsPlainLoopback = true
    request.authorities = authorities
    let response: Result<HTTPResponse, TransportError>
    do throws(TransportError) {
      response = .success(try HTTPClient.send(request))
    } catch {
      response = .failure(error)
    }
    let word = try await link.perform(ReadProbeDocument(number: number))
    let finding = ProbeFinding(
      ProbeFinding.Evidence(
        provider: name,
        url: url,
        response: response,
        seen: word,
        isSigned: message.isSigned,
        isWorkerRunning: !link.isDirect
      )
    )
    return ProbeRowDocument(
      provider: name,
      stage: finding.stage.rawValue,
      isGood: finding.isGood,
      text: finding.text,
      warning: clockWarning(response)
    )
  }

  private static func clockWarning(_ response: Result<HTTPResponse, TransportError>) -> String? {
    guard case .success(let answer) = response,
      let ahead = answer.secondsAhead(at: SystemClock.now()), abs(ahead) > 60
    else { return nil }
    let side = ahead > 0 ? "ahead of" : "behind"
    return "this machine's clock is \(abs(ahead)) s \(side) the answer's Date; set it by NTP"
  }
}

/// How far one provider's webhook came.
struct ProbeRowDocument: Codable {
  let provider: String
  let stage: String
  let isGood: Bool
  let text: String
  let warning: String?
}
