/// The refund that PayPal is asked for.
struct PayPalNewRefundDocument: Encodable {
  let amount: PayPalAmountDocument
  let customID: String?
  /// The buyer reads this.
  let note: String

  enum CodingKeys: String, CodingKey {
    case amount
    case customID = "custom_id"
    case note = "note_to_payer"
  }
}
