import Shop
import Transport
import Worker

/// The values of `mail.transport`.
private enum TransportWord: String, CaseIterable {
  case smtp
  case folder
}

extension SettingsReader {
  /// The section `mail`; `host` is the worker's own name, with which it greets mail servers unless
  /// `mail.ehlo` gives another.
  mutating func mail(greetingAs host: String?) -> Settings.MailSettings? {
    let from = required("mail.from", example: "shop@example.com")
      .flatMap { address($0, of: "mail.from") }
    let reader = text("mail.operator").flatMap { address($0, of: "mail.operator") }
    let word = choice("mail.transport", of: TransportWord.self)
    if !has("mail.transport") {
      fault("mail.transport", expected: "smtp or folder", found: "nothing", remedy: "choose one")
    }
    let transport: Settings.MailTransport? =
      switch word {
      case nil: nil
      case .folder: .folder(path: path(text("mail.folder") ?? "mail"))
      case .smtp: server(greetingAs: host).map { .smtp($0) }
      }
    guard let from, let transport else { return nil }
    return Settings.MailSettings(from: from, operatorAddress: reader, transport: transport)
  }

  private mutating func address(_ text: String, of name: String) -> EmailAddress? {
    if let address = EmailAddress(text) { return address }
    fault(
      name,
      expected: "a bare address",
      found: "`\(text)`",
      remedy: "as shop@example.com"
    )
    return nil
  }

  /// The name of `mail.ehlo`, with which mail servers are greeted.
  private mutating func greeting() -> GreetingName? {
    guard let text = text("mail.ehlo") else { return nil }
    if let name = GreetingName(text) { return name }
    fault(
      "mail.ehlo",
      expected: "a full domain name, or an address in brackets",
      found: "`\(text)`",
      remedy: "write as pay.shop.example or [192.0.2.1]; leave it out for the host of public_url"
    )
    return nil
  }

  private mutating func server(greetingAs name: String?) -> SMTPServer? {
    let host = required("mail.host", example: "smtp.example.com")
    let encryption = choice("mail.tls", of: SMTPServer.Encryption.self)
    let port = number("mail.port", in: 1...65_535)
    let login = credentials()
    let greeting = greeting() ?? name.map { GreetingName(host: $0) }
    guard let host, !has("mail.tls") || encryption != nil else { return nil }
    let chosen = encryption ?? .starttls
    do {
      var server = try SMTPServer(
        host: host,
        port: port ?? (chosen == .implicit ? 465 : 587),
        encryption: chosen,
        credentials: login,
        clientName: greeting?.text
      )
      server.authorities = text("mail.authorities").map { path($0) }
      return server
    } catch .clearTextBeyondLoopback {
      fault(
        "mail.tls",
        expected: "starttls or implicit",
        found: "none, to another machine",
        remedy: "codes must not cross a network in clear text"
      )
    } catch {
      fault("mail.host", expected: "a mail server", found: "\(error)", remedy: "correct it")
    }
    return nil
  }

  private mutating func credentials() -> SMTPCredentials? {
    guard let user = text("mail.user") else { return nil }
    return mailPassword().map { SMTPCredentials(user: user, password: $0.text) }
  }

  /// The mail password, whose strength is not checked, since the mail provider chose it.
  private mutating func mailPassword() -> Secret? {
    let (variable, file) = (text("mail.password_env"), text("mail.password_file"))
    if let variable, file == nil {
      return password(environment[variable], of: "mail.password_env", in: "$\(variable)")
    }
    if let file, variable == nil {
      // `secretFile` reports a file that cannot be read.
      guard let text = secretFile("mail.password_file", path: secretPath(file)) else { return nil }
      return password(text, of: "mail.password_file", in: file)
    }
    fault(
      "mail.password_env",
      expected: "the password of `mail.user`, from here or from `mail.password_file`",
      found: file == nil ? "neither" : "both",
      remedy: file == nil
        ? "name a variable here, or a file of mode 0600 there" : "remove one of them"
    )
    return nil
  }

  private mutating func password(_ text: String?, of name: String, in place: String) -> Secret? {
    if let secret = text.flatMap({ Secret($0) }) { return secret }
    let isEmpty = text?.allSatisfy(\.isWhitespace) ?? true
    fault(
      name,
      expected: "the password of `mail.user` in \(place)",
      found: text == nil ? "no such variable" : isEmpty ? "nothing" : "more than one line",
      remedy: "write the password there, in one line"
    )
    return nil
  }
}
