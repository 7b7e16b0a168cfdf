extension Checkout {
  /// What one order sells: a number of units of one SKU, with the words that the buyer was shown.
  ///
  /// A snapshot of the catalog at checkout, so that a repeat of the mail says the same for ever.
  package struct Line: Equatable, Sendable {
    package let sku: SKU
    /// 1 to the product's limit.
    package let quantity: Int
    package let unitPrice: Money
    /// In the order's language.
    package let title: String
    package let faceValue: String
    package let kind: DeliveryKind
    /// In the order's language.
    package let redeem: RedeemInstructions

    package init(
      sku: SKU,
      quantity: Int,
      unitPrice: Money,
      title: String,
      faceValue: String,
      kind: DeliveryKind,
      redeem: RedeemInstructions
    ) {
      self.sku = sku
      self.quantity = quantity
      self.unitPrice = unitPrice
      self.title = title
      self.faceValue = faceValue
      self.kind = kind
      self.redeem = redeem
    }
  }
}

/// What the mail carries.
package enum DeliveryKind: String, Sendable {
  /// The codes themselves and the order link.
  case code
  /// The order link alone; the codes are shown on the order page. For high face values.
  case link
}
