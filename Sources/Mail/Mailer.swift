package import Shop
package import Transport

/// Hands messages over; the one thing that a test of the worker replaces.
package struct Mailer: Sendable {
  /// Tries once, synchronously: up to some minutes with a slow server.
  package let send: @Sendable (OwedMessage) -> SendOutcome

  /// The same for a letter to the shop's own people.
  package let post: @Sendable (OperatorLetter) -> SendOutcome

  package init(
    send: @escaping @Sendable (OwedMessage) -> SendOutcome,
    post: @escaping @Sendable (OperatorLetter) -> SendOutcome = { _ in .sent }
  ) {
    self.send = send
    self.post = post
  }

  /// Submits each message to a mail server.
  package static func smtp(_ server: SMTPServer, front: ShopFront) -> Mailer {
    let submit = { @Sendable (message: Message, to: EmailAddress) -> SendOutcome in
      let message = SMTPMessage(from: front.from.text, to: to.text, bytes: message.bytes)
      return SendOutcome(SMTPClient.submit(message, to: server))
    }
    return Mailer(
      send: { owed in submit(Message(owed, front: front), owed.to) },
      post: { letter in submit(Message(letter, front: front), letter.to) }
    )
  }

  /// Writes each message as `MESSAGE-ID.eml` into a folder, which is made when it is missing.
  ///
  /// A repeat overwrites its own file, so a folder holds each message once.
  package static func folder(_ path: String, front: ShopFront) -> Mailer {
    Mailer(
      send: { owed in MessageFolder(path: path).put(Message(owed, front: front)) },
      post: { letter in MessageFolder(path: path).put(Message(letter, front: front)) }
    )
  }
}
