package import Shop
package import Transport

/// Hands messages over; the one thing that a test of the worker replaces.
package struct Mailer: Sendable {
  /// Tries once, synchronously: up to some minutes with a slow server.
  ///
  /// The second argument tells whether the message is still owed; it is asked as late as can be.
  package let sendWhile: @Sendable (OwedMessage, @escaping @Sendable () -> Bool) -> SendOutcome

  /// The same for a letter to the shop's own people.
  package let post: @Sendable (OperatorLetter) -> SendOutcome

  package init(
    sendWhile: @escaping @Sendable (OwedMessage, @escaping @Sendable () -> Bool) -> SendOutcome,
    post: @escaping @Sendable (OperatorLetter) -> SendOutcome = { _ in .sent }
  ) {
    self.sendWhile = sendWhile
    self.post = post
  }

  /// One that asks whether the message is still owed just before it sends.
  package init(
    send: @escaping @Sendable (OwedMessage) -> SendOutcome,
    post: @escaping @Sendable (OperatorLetter) -> SendOutcome = { _ in .sent }
  ) {
    self.init(
      sendWhile: { owed, isOwed in isOwed() ? send(owed) : .abandoned(.owedNoLonger) },
      post: post
    )
  }

  /// Tries once, whatever becomes of its order meanwhile.
  package func send(_ owed: OwedMessage) -> SendOutcome { sendWhile(owed) { true } }

  /// Submits each message to a mail server.
  package static func smtp(_ server: SMTPServer, front: ShopFront) -> Mailer {
    let submit = {
      @Sendable (message: Message, to: EmailAddress, isOwed: @escaping @Sendable () -> Bool)
        -> SendOutcome in
      let message = SMTPMessage(from: front.from.text, to: to.text, bytes: message.bytes)
      return SendOutcome(SMTPClient.submit(message, to: server, while: isOwed))
    }
    return Mailer(
      sendWhile: { owed, isOwed in submit(Message(owed, front: front), owed.to, isOwed) },
      post: { letter in submit(Message(letter, front: front), letter.to) { true } }
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

extension SendTrouble {
  /// Nothing was handed over.
  fileprivate static let owedNoLonger = SendTrouble(
    phase: .connect,
    smtpCode: nil,
    detail: "it was owed no longer; nothing was sent"
  )
}
