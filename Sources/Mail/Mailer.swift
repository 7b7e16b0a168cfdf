package import Shop
package import Transport

/// Hands messages over; the one thing that a test of the worker replaces.
package struct Mailer: Sendable {
  /// Renders a message anew, in the words, under the sender and with the theme of this moment.
  package let compose: @Sendable (OwedMessage) -> RenderedMessage

  /// Tries once to hand over what was rendered, synchronously: up to some minutes with a slow
  /// server.
  ///
  /// The last argument tells whether the message is still owed; it is asked as late as can be.
  package let sendWhile:
    @Sendable (OwedMessage, RenderedMessage, @escaping @Sendable () -> Bool) -> SendOutcome

  /// Tries once to hand over a letter to the shop's own people.
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
  /// `front` is asked for each message, so that the shop is named as it is now.
  package static func smtp(
    _ server: SMTPServer,
    front: @escaping @Sendable () -> ShopIdentity
  ) -> Mailer {
    let submit = {
      @Sendable (bytes: [UInt8], to: EmailAddress, isOwed: @escaping @Sendable () -> Bool)
        -> SendOutcome in
      let message = SMTPMessage(from: front().from.text, to: to.text, bytes: bytes)
      return SendOutcome(SMTPClient.submit(message, to: server, while: isOwed))
    }
    return Mailer(
      compose: { owed in RenderedMessage(bytes: Message(owed, front: front()).bytes) },
      sendWhile: { owed, message, isOwed in submit(message.bytes, owed.to, isOwed) },
      post: { letter in submit(Message(letter, front: front()).bytes, letter.to) { true } }
    )
  }

  /// Writes each message as `MESSAGE-ID.eml` into a folder, which is made when it is missing.
  ///
  /// A repeat overwrites its own file, so a folder holds each message once. `front` is asked for
  /// each message.
  package static func folder(
    _ path: String,
    front: @escaping @Sendable () -> ShopIdentity
  ) -> Mailer {
    let folder = MessageFolder(path: path)
    return Mailer(
      compose: { owed in RenderedMessage(bytes: Message(owed, front: front()).bytes) },
      sendWhile: { owed, message, isOwed in
        isOwed()
          ? folder.put(message.bytes, as: Message.identifier(of: owed))
          : .abandoned(.owedNoLonger)
      },
      post: { letter in
        let message = Message(letter, front: front())
        return folder.put(message.bytes, as: message.id)
      }
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
