/// Why money did not release codes by itself (I4): the event is stored, answered and shown to a
/// person.
package enum HoldReason: String, CaseIterable, Sendable {
  /// Less or more than the quote.
  case amount
  case currency
  /// A test event at a live shop, or the reverse.
  case mode
  /// Not for one purchase: a subscription, or a card that is kept for later.
  case plan
  /// Another merchant's account.
  case account
  /// No checkout has this reference, or the event carries none.
  case unknownCheckout
  /// Paid through another provider than the checkout was opened with.
  case provider
  /// The checkout had expired and its price is no longer honoured.
  case late
  /// A hosted link sold a SKU or price that no catalog build in its grace window has.
  case unknownPrice
  /// The provider gave no usable address to send codes to.
  case address
  /// The checkout was already paid by another payment: to be refunded.
  case surplus
  /// The buyer's bank took it up; even when it decides for the shop, a person releases the order.
  case dispute
  /// Money of the order is being given back, or was and came to nothing: a person decides.
  case refund
  /// A row that decides the sale was changed past the worker, or a sealed value does not open.
  case altered
  /// The buyer's address, network or account at the provider is blocked.
  case blocked
  /// A person stopped the order, by `orders hold`.
  case person
  /// A person tries the provider out: it makes no order, and goes back.
  case rehearsal
}
