package import Shop
package import Transport

/// Hands messages over; the one thing that a test of the worker replaces.
package struct Mailer: Sendable {
  /// Tries once, synchronously: up to some minutes with a slow server.
  package let send: @Sendable (OwedMessage) -> SendOutcome

  package init(send: @escaping @Sendable (OwedMessage) -> SendOutcome) {
    self.send = send
  }

  /// Submits each message to a mail server.
  package static func smtp(_ server: SMTPServer, front: ShopFront) -> Mailer {
    Mailer { owed in
      let message = SMTPMessage(
        from: front.from.text,
        to: owed.to.text,
        bytes: Message(owed, front: front).bytes
      )
      return SendOutcome(SMTPClient.submit(message, to: server))
    }
  }

  /// Writes each message as `MESSAGE-ID.eml` into a folder, which is made when it is missing.
  ///
  /// A repeat overwrites its own file, so a folder holds each message once.
  package static func folder(_ path: String, front: ShopFront) -> Mailer {
    Mailer { owed in MessageFolder(path: path).put(Message(owed, front: front)) }
  }
}
