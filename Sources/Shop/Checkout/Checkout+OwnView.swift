extension Checkout {
  /// What the browser that began a checkout sees of it, beside what everybody with its reference
  /// sees.
  package struct OwnView: Equatable, Sendable {
    /// Where its mail goes; prints masked.
    package let email: EmailAddress
    /// The way to its order; nil until it is paid.
    package let token: OrderToken?
    /// Whether its buyer may have the mail sent elsewhere, or did.
    package let correction: Correction
    /// When it is this browser's no more.
    package let endsAt: Timestamp

    package init(
      email: EmailAddress,
      token: OrderToken?,
      correction: Correction,
      endsAt: Timestamp
    ) {
      self.email = email
      self.token = token
      self.correction = correction
      self.endsAt = endsAt
    }
  }

  /// Whether the address of a checkout can be corrected by its buyer, who can do so once.
  package enum Correction: Equatable, Sendable {
    /// Not paid yet, or a person has to do it: money went back or is in doubt, or the address was
    /// changed by a person.
    case closed
    /// Paid, and the order goes its way.
    case open
    /// The buyer corrected it; a letter may have told the wrong address this.
    case made(disclosed: Disclosed)

    /// What a letter may have told an address that was wrong; each may never have arrived.
    package enum Disclosed: Equatable, Sendable {
      /// No letter left.
      case nothing
      /// A link to the order, which leads nowhere any more.
      case link
      /// A link to the order, which leads nowhere any more; the codes were shown before it ended.
      case openedLink
      /// The codes themselves.
      case codes
    }
  }

  /// What became of a buyer's wish to correct the address.
  package enum CorrectionOutcome: Equatable, Sendable {
    /// The mail goes there now.
    case made
    /// It is the address that the order has: nothing was done.
    case unchanged
    /// A person has to do it, if anybody.
    case refused
    /// The checkout is not this browser's, or is so no more.
    case notOwn
  }
}
