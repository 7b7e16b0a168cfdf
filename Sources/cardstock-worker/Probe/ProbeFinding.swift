package import Shop
package import Transport
package import Worker

/// How far a webhook gets on its way from the internet to the worker.
package struct ProbeFinding: Equatable, Sendable {
  /// The stages, in the order in which a webhook passes them.
  package enum Stage: String, CaseIterable, Sendable {
    case connection
    case tls = "TLS"
    case proxy
    case host
    case worker
    case provider
    case clock
    case secret
    case store
    case good
  }

  /// The stage at which it ended.
  package let stage: Stage
  /// One line: what was expected, what was found, what to do.
  package let text: String

  /// Whether the webhook was settled.
  package var isGood: Bool { stage == .good }

  /// What is known of one webhook.
  package struct Evidence: Sendable {
    /// The provider's name.
    package let provider: String
    /// The URL that it was sent to.
    package let url: String
    /// The answer from that URL.
    package let response: Result<HTTPResponse, TransportError>
    /// The outcome by the running worker; nil when it has not seen the webhook.
    package let seen: ProbeWord?
    /// Whether the webhook is validly signed.
    package let isSigned: Bool
    /// Whether a worker runs on this machine, which would know.
    package let isWorkerRunning: Bool

    package init(
      provider: String,
      url: String,
      response: Result<HTTPResponse, TransportError>,
      seen: ProbeWord?,
      isSigned: Bool,
      isWorkerRunning: Bool
    ) {
      self.provider = provider
      self.url = url
      self.response = response
      self.seen = seen
      self.isSigned = isSigned
      self.isWorkerRunning = isWorkerRunning
    }
  }

  private init(_ stage: Stage, _ text: String) {
    self.stage = stage
    self.text = text
  }

  package init(_ evidence: Evidence) {
    switch evidence.response {
    case .failure(let error): self.init(error, evidence.url)
    case .success(let response):
      if let seen = evidence.seen {
        self.init(seen, evidence)
      } else {
        self.init(unseen: response, evidence)
      }
    }
  }

  /// The finding when there is no answer.
  private init(_ error: TransportError, _ url: String) {
    switch error {
    case .untrusted(let words):
      self.init(
        .tls,
        "\(url): expected a certificate that clients trust, found: \(words); renew or complete it"
      )
    case .refused(let words):
      self.init(.connection, "\(url): expected an address, found: \(words); see public_url")
    case .unreachable, .timedOut, .interrupted, .tooLarge:
      self.init(
        .connection,
        "\(url): expected an answer, found: \(error); see DNS, the firewall and the proxy"
      )
    }
  }

  /// The finding when the running worker has seen the webhook.
  private init(_ seen: ProbeWord, _ evidence: Evidence) {
    let name = evidence.provider
    switch seen {
    case .settled: self.init(.good, "\(name): good: it arrived, was believed and stored")
    case .refused where !evidence.isSigned:
      self.init(
        .good,
        "\(name): good: it arrived and was refused, as it must be: only \(name) can sign"
      )
    case .refused:
      self.init(
        .secret,
        "\(name): expected the secret of these settings and an unchanged body, found otherwise; "
          + "restart the worker after a change of secrets; have the proxy pass bodies unchanged"
      )
    case .stale:
      self.init(
        .clock,
        "\(name): expected a fresh signature, found one older than 5 minutes; set this machine's "
          + "clock, and see what holds requests up"
      )
    case .unconfigured:
      self.init(
        .provider,
        "\(name): expected its section in the running worker, found none; restart the worker"
      )
    case .failed:
      self.init(
        .store,
        "\(name): expected to be stored, found that it could not be; see the worker's log"
      )
    }
  }

  /// The finding when something answered, and the running worker has seen nothing.
  private init(unseen response: HTTPResponse, _ evidence: Evidence) {
    let text = String(decoding: response.body.prefix(80), as: UTF8.self)
    let isWorkers = response.header("X-Robots-Tag") == "noindex, nofollow"
    if response.status == 421, text.hasPrefix("this host is not served here") {
      self.init(
        .host,
        "\(evidence.url): expected the Host header of public_url, found another; have the proxy "
          + "pass it on (nginx: `proxy_set_header Host $host`), or name it in `hosts`"
      )
    } else if isWorkers, evidence.isWorkerRunning {
      self.init(
        .worker,
        "\(evidence.url): expected the worker of these settings, found another one; point the "
          + "proxy at this one's `listen`"
      )
    } else if isWorkers {
      self.init(
        .worker,
        "\(evidence.url): expected this state folder's worker, found another one; see --state"
      )
    } else {
      let next = evidence.isWorkerRunning ? "see where it sends requests" : "no worker runs here"
      self.init(
        .proxy,
        "\(evidence.url): expected the worker, found the proxy's or another server's answer "
          + "(\(response.status)); \(next)"
      )
    }
  }
}

extension HTTPResponse {
  /// How far this machine's clock is ahead of the answer's `Date`, in seconds; nil without one.
  package func secondsAhead(at now: Timestamp) -> Int64? {
    guard let text = header("Date") else { return nil }
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let words = text.split(separator: " ")
    guard words.count == 6, let month = months.firstIndex(of: String(words[2])) else { return nil }
    let number = month + 1 < 10 ? "0\(month + 1)" : "\(month + 1)"
    let clock = words[4].split(separator: ":").compactMap { Int64($0) }
    guard let day = CivilDate("\(words[3])-\(number)-\(words[1])"), clock.count == 3 else {
      return nil
    }
    return now.seconds - (day.firstMoment.seconds + clock[0] * 3_600 + clock[1] * 60 + clock[2])
  }
}
