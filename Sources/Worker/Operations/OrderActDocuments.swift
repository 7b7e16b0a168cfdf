import Shop
package import Storage

/// Mails an order again: the same codes to the same address.
package struct ResendOrderDocument: CommandDocument {
  /// `orders resend`.
  package static let kind = OperationKind.resendOrder

  let reference: String

  package init(reference: String) {
    self.reference = reference
  }

  /// Queues a new letter.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> DoneDocument {
    try await commands.store.resend(
      reference: commands.reference(reference),
      by: person,
      at: commands.now()
    )
    return DoneDocument()
  }

  /// A note that names the order.
  package func note(of answer: DoneDocument) -> ActNote {
    ActNote("order \(reference)")
  }
}

/// Stops an order until it is released.
package struct HoldOrderDocument: CommandDocument {
  /// `orders hold`.
  package static let kind = OperationKind.holdOrder

  let reference: String
  /// Why, for the ledger.
  let reason: String

  package init(reference: String, reason: String) {
    self.reference = reference
    self.reason = reason
  }

  /// Returns what of its codes may have left before.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> HeldOrderDocument {
    let left = try await commands.store.hold(
      reference: commands.reference(reference),
      reason: reason,
      by: person,
      at: commands.now()
    )
    return HeldOrderDocument(left: left?.sentence)
  }

  /// A note that names the order, and whether the hold came too late.
  package func note(of answer: HeldOrderDocument) -> ActNote {
    ActNote("order \(reference)", outcome: answer.left)
  }
}

/// An order on hold.
package struct HeldOrderDocument: Codable, Equatable, Sendable {
  /// What the buyer may have of it in spite of the hold; nil when no code can have left.
  package let left: String?

  package init(left: String?) {
    self.left = left
  }
}

extension Order.CodesLeft {
  /// What an operator who stops an order is told.
  var sentence: String {
    switch self {
    case .shown: "its codes were shown on the order's page"
    case .mailed: "its codes were mailed"
    case .inFolder: "a mail with its codes is in the folder for mail"
    case .perhapsMailed: "a mail with its codes was sent, and may have arrived"
    case .sending:
      "a mail with its codes is being sent just now; it is stopped if it has not left yet"
    }
  }
}

/// Releases an order that is on hold.
package struct ReleaseOrderDocument: CommandDocument {
  /// `orders release`.
  package static let kind = OperationKind.releaseOrder

  let reference: String

  package init(reference: String) {
    self.reference = reference
  }

  /// Releases the order, if its payment allows it.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> DoneDocument {
    try await commands.store.release(
      reference: commands.reference(reference),
      by: person,
      at: commands.now()
    )
    return DoneDocument()
  }

  /// A note that names the order.
  package func note(of answer: DoneDocument) -> ActNote {
    ActNote("order \(reference)")
  }
}

/// Corrects the address that an order is mailed to; it prints no address.
package struct ReaddressOrderDocument: CommandDocument, CustomStringConvertible, CustomReflectable {
  /// `orders readdress`.
  package static let kind = OperationKind.readdressOrder

  let reference: String
  let email: String
  /// Whether it is meant although it looks mistyped or is blocked.
  let isAsTyped: Bool

  package init(reference: String, email: String, isAsTyped: Bool = false) {
    self.reference = reference
    self.email = email
    self.isAsTyped = isAsTyped
  }

  /// Shows nothing secret.
  package var description: String { "<order \(reference)>" }
  /// Shows nothing secret.
  package var customMirror: Mirror { Mirror(self, children: ["reference": reference]) }

  /// Ends the old link and queues a new letter.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> DoneDocument {
    let reference = try commands.reference(reference)
    guard let email = EmailAddress(email) else {
      throw CommandRefusal(
        "the address: expected one such as buyer@example.com, found otherwise"
      )
    }
    if !isAsTyped { try await refuseDoubtful(email, commands) }
    try await commands.store.readdress(reference, to: email, by: person, at: commands.now())
    return DoneDocument()
  }

  /// Refuses what the form for buyers would not take without asking.
  private func refuseDoubtful(_ email: EmailAddress, _ commands: OperatorCommands) async throws {
    let domain = { (address: EmailAddress) in
      address.text.lastIndex(of: "@").map { address.text[$0...].dropFirst() } ?? ""
    }
    if let meant = MistypedAddress.meant(by: TypedAddress(email.text)), meant != email {
      throw CommandRefusal(
        "the address: expected a domain that takes mail, found \(domain(email)); write "
          + "\(domain(meant)) if that is meant, or pass --as-typed"
      )
    }
    let isBlocked = try await commands.read { (store) throws(StoreError) in
      try store.isBlocked(.email(email))
    }
    guard !isBlocked else {
      throw CommandRefusal(
        "the address: expected one that the shop sells to, found a blocked one; see "
          + "`cardstock-worker block list`, or pass --as-typed"
      )
    }
  }

  /// A note that names the order.
  package func note(of answer: DoneDocument) -> ActNote {
    ActNote("order \(reference)")
  }
}

/// Ends the link to an order.
package struct RelinkOrderDocument: CommandDocument {
  /// `orders relink`.
  package static let kind = OperationKind.relinkOrder

  let reference: String
  /// Whether the buyer is mailed a new link.
  let isMailed: Bool
  /// Why, for the ledger.
  let reason: String

  package init(reference: String, isMailed: Bool, reason: String) {
    self.reference = reference
    self.isMailed = isMailed
    self.reason = reason
  }

  /// Ends the link, and queues a letter with a new one if asked for.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> DoneDocument {
    try await commands.store.relink(
      commands.reference(reference),
      isMailed: isMailed,
      reason: reason,
      by: person,
      at: commands.now()
    )
    return DoneDocument()
  }

  /// A note that names the order.
  package func note(of answer: DoneDocument) -> ActNote {
    ActNote("order \(reference), " + (isMailed ? "a new link is mailed" : "no new link"))
  }
}
