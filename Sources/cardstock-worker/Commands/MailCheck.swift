import ArgumentParser
import Mail
import Shop
import Transport
import Worker

/// `mail`: tries how mail is sent.
struct MailCommands: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mail",
    abstract: "Try the way that letters leave.",
    subcommands: [MailCheck.self]
  )
}

/// `mail check`: tries the mail server step by step, and with `--to` sends one letter.
struct MailCheck: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Tries the mail server step by step; with --to it sends one real letter.",
    discussion: """
      Without --to it connects, encrypts, logs in and leaves. The letter goes by the same way as \
      those to buyers, and holds nothing of any order. The database is not touched: it works \
      beside a running worker and without one.

      EXAMPLES
        cardstock-worker mail check
        cardstock-worker mail check --to owner@shop.example
        cardstock-worker mail check --to owner@shop.example --format json

      EXIT CODES
        0   taken, or ready to take
        1   refused: the message says which setting to look at
        75  no connection, or the server asks to come again later
      """
  )

  @OptionGroup var options: SettingsOptions
  @OptionGroup var listing: ListingOptions
  @Option(help: ArgumentHelp("Send one letter to this address.", valueName: "address"))
  var to: String?

  func validate() throws {
    guard to == nil || to.flatMap({ EmailAddress($0) }) != nil else {
      throw ValidationError("--to: expected a bare address such as owner@shop.example")
    }
  }

  func run() async throws {
    let settings = try options.load()
    let report = settings.checkMail(to: to.flatMap { EmailAddress($0) }, at: SystemClock.now())
    if listing.format == .json {
      try Listing.say("mail", report.document)
    } else {
      for step in report.document.steps {
        let code = step.code.map { "\($0) " } ?? ""
        let name = step.step + String(repeating: " ", count: max(1, 11 - step.step.count))
        Terminal.say(name + code + step.words)
      }
    }
    if let problem = report.document.problem {
      Terminal.problem(problem)
      Terminal.next(report.isPassing ? "the same command again in a while" : "mend it, try again")
      throw ExitCode(report.isPassing ? 75 : 1)
    }
    if listing.format != .json { Terminal.say(report.document.result) }
    if to == nil {
      Terminal.next("`cardstock-worker mail check --to ADDRESS` sends one letter")
    }
  }
}

/// The result of trying the mail.
struct MailCheckReport {
  let document: MailCheckDocument
  /// Whether the same may work later without any change.
  let isPassing: Bool
}

/// The result of trying the mail, as JSON.
struct MailCheckDocument: Codable, Equatable {
  /// The answer to one step.
  struct StepDocument: Codable, Equatable {
    /// `connect`, `greeting`, `tls`, `auth`, `mailFrom`, `recipient`, `data` or `finalDot`.
    let step: String
    let code: Int?
    let words: String
  }

  /// `smtp` or `folder`.
  let transport: String
  /// `HOST:PORT`, or the folder's path.
  let place: String
  let steps: [StepDocument]
  /// `ready`, `accepted`, `written` or `failed`.
  let outcome: String
  let result: String
  /// What is wrong and what to do; nil when nothing is.
  let problem: String?
}

extension Settings {
  /// Tries how mail is sent; sends a letter if there is a reader.
  func checkMail(to reader: EmailAddress?, at now: Timestamp) -> MailCheckReport {
    switch mail.transport {
    case .folder(let path): checkFolder(path, to: reader, at: now)
    case .smtp(let server): checkServer(server, to: reader, at: now)
    }
  }

  private func letter(to reader: EmailAddress, at now: Timestamp) -> OperatorLetter {
    OperatorLetter(
      name: "check-\(now.milliseconds)",
      to: reader,
      subject: "Cardstock: a letter to try the mail",
      text:
        "`cardstock-worker mail check` sent this letter. Letters to buyers leave the same way.\n",
      date: now
    )
  }

  private var identity: ShopIdentity {
    ShopIdentity(
      titles: [:],
      baseURL: publicURL.text,
      workerURL: publicURL.text,
      from: mail.from,
      support: mail.from
    )
  }

  private func checkFolder(_ path: String, to reader: EmailAddress?, at now: Timestamp)
    -> MailCheckReport
  {
    guard let reader else {
      return folderReport(path, "ready", "mail goes into the folder \(path): nobody gets it")
    }
    let identity = identity
    let outcome = Mailer.folder(path, identity: { identity }).post(letter(to: reader, at: now))
    guard outcome != .written else {
      return folderReport(path, "written", "written into the folder \(path): nobody gets it")
    }
    let problem =
      "\(path): expected a folder that can be written, found another; mend its owner "
      + "and mode, or mail.folder"
    return folderReport(path, "failed", "not written", problem)
  }

  private func folderReport(
    _ path: String,
    _ outcome: String,
    _ result: String,
    _ problem: String? = nil
  ) -> MailCheckReport {
    MailCheckReport(
      document: MailCheckDocument(
        transport: "folder",
        place: path,
        steps: [],
        outcome: outcome,
        result: result,
        problem: problem
      ),
      isPassing: false
    )
  }

  private func checkServer(
    _ server: SMTPServer,
    to reader: EmailAddress?,
    at now: Timestamp
  ) -> MailCheckReport {
    var replies: [SMTPReply] = []
    let result: SubmissionResult
    if let reader {
      let message = Message(letter(to: reader, at: now), identity: identity)
      let envelope = SMTPMessage(from: mail.from.text, to: reader.text, bytes: message.bytes)
      result = SMTPClient.submit(envelope, to: server) {
        true
      } onReply: {
        replies.append($0)
      }
    } else {
      result = SMTPClient.probe(server) { replies.append($0) }
    }
    let problem = Self.problem(result, with: server)
    return MailCheckReport(
      document: MailCheckDocument(
        transport: "smtp",
        place: "\(server)",
        steps: Self.steps(replies, result, server),
        outcome: problem != nil ? "failed" : reader == nil ? "ready" : "accepted",
        result: problem != nil
          ? "not taken"
          : reader == nil
            ? "ready: \(server) would take letters as far as this can be tried without sending one"
            : "accepted: \(server) took the letter; look whether it arrives",
        problem: problem
      ),
      isPassing: Self.isPassing(result)
    )
  }

  /// The steps that were passed, in order: the last reply to each, and encryption, which has none.
  private static func steps(
    _ replies: [SMTPReply],
    _ result: SubmissionResult,
    _ server: SMTPServer
  ) -> [MailCheckDocument.StepDocument] {
    var steps: [MailCheckDocument.StepDocument] = []
    let note = { (name: SMTPPhase, code: Int?, words: String) in
      steps.append(.init(step: "\(name)", code: code, words: words))
    }
    guard let greeting = replies.first else { return [] }
    note(.connect, nil, "\(server)")
    if server.encryption == .implicit { note(.tls, nil, "encrypted from the first byte") }
    note(.greeting, greeting.code, greeting.words)
    for phase in SMTPPhase.allCases where phase > .greeting {
      let answers = replies.filter { $0.phase == phase }
      // A login takes several replies, and the reply to the next command may follow them.
      guard let answer = answers.first(where: { $0.code / 100 != 3 }) ?? answers.last else {
        continue
      }
      guard phase == .tls else {
        note(phase, answer.code, answer.words)
        continue
      }
      // A reply after that to STARTTLS came encrypted.
      if answers.count > 1 || result.phase > .tls {
        note(.tls, nil, "encrypted, and the server proved its name")
      }
    }
    return steps
  }

  /// What is wrong and what to do; nil when the letter was accepted, or every tried step was.
  private static func problem(_ result: SubmissionResult, with server: SMTPServer) -> String? {
    guard result.fault != nil else { return nil }
    let remedy =
      switch (SendOutcome(result), result.phase) {
      case (.temporary, .connect): "see mail.host and mail.port, and the firewall"
      case (.temporary, _): "the server may take it later"
      case (.uncertain, _): "it may have been taken: look whether it arrives"
      case (.permanent, .recipient): "the server does not know that mailbox: see --to"
      case (.relayBroken, .tls): "see mail.tls, mail.port and mail.authorities"
      case (.relayBroken, .auth): "see mail.user and its password"
      case (.relayBroken, .connect), (.relayBroken, .greeting): "see mail.ehlo and mail.tls"
      case (.relayBroken, .mailFrom): "see mail.from: the server must let mail.user send as it"
      case (.relayBroken, _) where result.subject == .records:
        "who keeps the domain of mail.from in DNS enters them"
      case (.relayBroken, _): "see mail.user and mail.ehlo: the server does not relay for us"
      case (.permanent, _), (.abandoned, _), (.sent, _), (.written, _): "see what the server says"
      }
    let code = result.smtpCode.map { " \($0)" } ?? ""
    return "mail server \(server): expected it to take the letter, found a fault at "
      + "\(result.phase)\(code): \(result.detail); \(remedy)"
  }

  private static func isPassing(_ result: SubmissionResult) -> Bool {
    switch SendOutcome(result) {
    case .temporary, .uncertain: true
    case .sent, .written, .permanent, .relayBroken, .abandoned: false
    }
  }
}
