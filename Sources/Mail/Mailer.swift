import Foundation
package import Shop
package import Transport

/// Hands messages over; the only part of the worker that its tests replace.
package struct Mailer: Sendable {
  /// Renders a message, with the current words, sender and theme.
  package let compose: @Sendable (OwedMessage) -> RenderedMessage

  /// Tries once to hand over a rendered message; blocks, with a slow server for some minutes.
  ///
  /// The last argument says whether the message is still owed; it is called as late as possible.
  package let sendWhile:
    @Sendable (OwedMessage, RenderedMessage, @escaping @Sendable () -> Bool) -> SendOutcome

  /// Tries once to hand over a letter to the operator.
  package let post: @Sendable (OperatorLetter) -> SendOutcome

  package init(
    compose: @escaping @Sendable (OwedMessage) -> RenderedMessage,
    sendWhile:
      @escaping @Sendable (OwedMessage, RenderedMessage, @escaping @Sendable () -> Bool) ->
      SendOutcome,
    post: @escaping @Sendable (OperatorLetter) -> SendOutcome
  ) {
    self.compose = compose
    self.sendWhile = sendWhile
    self.post = post
  }

  /// Submits each message to a mail server.
  ///
  /// Calls `identity` for each message, so that the shop has its current name.
  package static func smtp(
    _ server: SMTPServer,
    identity: @escaping @Sendable () -> ShopIdentity
  ) -> Mailer {
    let submit = {
      @Sendable (bytes: [UInt8], to: EmailAddress, isOwed: @escaping @Sendable () -> Bool)
        -> SendOutcome in
      let message = SMTPMessage(from: identity().from.text, to: to.text, bytes: bytes)
      return SendOutcome(SMTPClient.submit(message, to: server, while: isOwed))
    }
    return Mailer(
      compose: { owed in RenderedMessage(bytes: Message(owed, identity: identity()).bytes) },
      sendWhile: { owed, message, isOwed in submit(message.bytes, owed.to, isOwed) },
      post: { letter in submit(Message(letter, identity: identity()).bytes, letter.to) { true } }
    )
  }

  /// Writes each message as `MESSAGE-ID.eml` into a folder, which is made when it is missing.
  ///
  /// A repeat overwrites its own file, so the folder holds each message once. Calls `identity` for
  /// each message.
  package static func folder(
    _ path: String,
    identity: @escaping @Sendable () -> ShopIdentity
  ) -> Mailer {
    let folder = MessageFolder(path: path)
    return Mailer(
      compose: { owed in RenderedMessage(bytes: Message(owed, identity: identity()).bytes) },
      sendWhile: { owed, message, isOwed in
        isOwed()
          ? folder.put(message.bytes, as: Message.identifier(of: owed))
          : .abandoned(.owedNoLonger)
      },
      post: { letter in
        let message = Message(letter, identity: identity())
        return folder.put(message.bytes, as: message.id)
      }
    )
  }
}

extension SendTrouble {
  /// The trouble of a message that was not handed over because it is no longer owed.
  fileprivate static let owedNoLonger = SendTrouble(
    phase: .connect,
    smtpCode: nil,
    detail: "it was owed no longer; nothing was sent"
  )
}

/// The shop as its letters name it.
package struct ShopIdentity: Equatable, Sendable {
  /// By language; where one is missing, the other is used.
  package let titles: [Language: String]
  /// The public site, absolute, without a trailing slash.
  package let baseURL: String
  /// The worker's public address, absolute, without a trailing slash; order pages are below it.
  package let workerURL: String
  /// The sender of every letter.
  package let from: EmailAddress
  /// The address that buyers write to.
  package let support: EmailAddress
  /// Its colour; letters use the light one, on white.
  package let accent: CatalogDocument.AccentEntry
  /// The calendar for a code's last day.
  package let calendar: ShopCalendar

  package init(
    titles: [Language: String],
    baseURL: String,
    workerURL: String,
    from: EmailAddress,
    support: EmailAddress,
    accent: CatalogDocument.AccentEntry = .standard,
    calendar: ShopCalendar = .utc
  ) {
    self.titles = titles
    self.baseURL = baseURL
    self.workerURL = workerURL
    self.from = from
    self.support = support
    self.accent = accent
    self.calendar = calendar
  }
}

/// A folder of `.eml` files instead of a mail server, for the demo and for trials.
///
/// The files hold codes: folder and files are readable by their owner alone.
struct MessageFolder {
  let path: String

  /// Writes a message under its Message-ID; a repeat replaces its own file.
  ///
  /// Returns `written` once it is on disk: written to another name, synchronized and renamed, with
  /// the folder synchronized too.
  func put(_ bytes: [UInt8], as id: String) -> SendOutcome {
    do {
      try FileManager.default.createDirectory(
        atPath: path,
        withIntermediateDirectories: true,
        attributes: [.posixPermissions: 0o700]
      )
    } catch {
      return failure("cannot make \(path): \(error.localizedDescription)")
    }
    let target = "\(path)/\(id).eml"
    let aside = "\(path)/.\(id).part"
    guard write(bytes, to: aside), rename(aside, target) == 0, synchronize(path) else {
      return failure("cannot write \(target): \(String(cString: strerror(errno)))")
    }
    return .written
  }

  private func write(_ bytes: [UInt8], to file: String) -> Bool {
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return false }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { break }
      rest = rest.dropFirst(count)
    }
    let isDurable = rest.isEmpty && fsync(descriptor) == 0
    return close(descriptor) == 0 && isDurable
  }

  private func synchronize(_ folder: String) -> Bool {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    let isDurable = fsync(descriptor) == 0
    return close(descriptor) == 0 && isDurable
  }

  private func failure(_ detail: String) -> SendOutcome {
    .temporary(SendTrouble(phase: .data, smtpCode: nil, detail: detail))
  }
}
