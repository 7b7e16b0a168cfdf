/// What the mail carries.
package enum DeliveryKind: String, CaseIterable, Sendable {
  /// The codes themselves and the order link.
  case code
  /// The order link alone; the codes are shown on the order page. Meant for high face values.
  case link
}
