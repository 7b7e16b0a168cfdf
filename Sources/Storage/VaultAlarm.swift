package import Shop

/// What no operator asked for and one must hear of at once; told after the commit that noticed it.
package enum VaultAlarm: Hashable, Sendable {
  /// The quote of a checkout is not the one that was written: nothing is sold by it.
  case alteredCheckout(Reference)
  /// A sealed value of an order is not its own, or does not open: the order is held.
  case alteredOrder(Reference)
  /// A code does not open in its row: it is quarantined.
  case alteredCode(id: Int64)
  /// A recorded price is not the one that was written: hosted links do not sell by it.
  case alteredPrice(SKU)
}

extension VaultAlarm: CustomStringConvertible {
  /// One sentence for the log, with what to do.
  package var description: String {
    switch self {
    case .alteredCheckout(let reference):
      "checkout \(reference): expected the quote as it was written, found its row changed past the "
        + "worker; nothing is sold by it: see `orders held`, and find out who wrote to the file"
    case .alteredOrder(let reference):
      "order \(reference): expected codes, link and address of its own, found others; it is held: "
        + "see `orders held`, and find out who wrote to the file"
    case .alteredCode(let id):
      "code \(id): expected the code that was imported into this row, found another; it is "
        + "quarantined and not sold: find out who wrote to the file, then `codes void --id \(id)`"
    case .alteredPrice(let sku):
      "product \(sku): expected the recorded price as it was written, found it changed past the "
        + "worker; payment links do not sell by it: build the catalog anew, and find out who wrote"
    }
  }
}
