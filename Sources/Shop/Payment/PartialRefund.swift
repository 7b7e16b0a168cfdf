extension Refund {
  /// What a part of an order's money goes back for, as a person says it; the order lives on.
  ///
  /// Money that went back and that no person gave such a reason for stops the order (I5).
  package enum Part: Equatable, Sendable {
    /// So many units are taken out; the one with that number, or else the last.
    case units(Int, number: Int? = nil)
    /// The buyer keeps what was bought.
    case goodwill
  }
}

extension Refund {
  /// What a refund that was begun is for.
  package enum Scope: Equatable, Sendable {
    /// The order ends, or stops until a person says what it was for.
    case order
    /// The units with these numbers are out.
    case units([Int])
    /// The buyer keeps what was bought.
    case goodwill

    /// Whether the same command would have begun it.
    package func isMeant(by partial: Refund.Part?) -> Bool {
      switch (self, partial) {
      case (.order, nil), (.goodwill, .goodwill): true
      case (.units(let numbers), .units(let count, let number)):
        numbers.count == count && number.map(numbers.contains) ?? true
      case (.order, _), (.units, _), (.goodwill, _): false
      }
    }
  }
}

extension Refund {
  /// A part of an order's money that went back, is to, or was to.
  package struct Partial: Equatable, Sendable {
    /// How far it has come.
    package enum State: String, Sendable {
      /// The provider is being asked.
      case open
      /// The money went back.
      case done
      /// The provider would not, or its refund failed; the units are out until a person decides.
      case refused
      /// It came to nothing, and the order has again what was taken out.
      case void
    }

    package let scope: Refund.Scope
    package let amount: Money
    package let state: State

    package init(scope: Refund.Scope, amount: Money, state: State) {
      self.scope = scope
      self.amount = amount
      self.state = state
    }
  }
}
