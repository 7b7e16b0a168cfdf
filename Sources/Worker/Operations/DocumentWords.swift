import Shop
import Storage

// Enums that documents carry as their raw values; any other word is refused when it is read.

extension BlockedBuyer.Kind: Codable {}
extension Checkout.Opening.State: Codable {}
extension Checkout.Row.State: Codable {}
extension Delivery.Purpose: Codable {}
extension Delivery.State: Codable {}
extension Dispute: Codable {}
extension HeldPrice.Reason: Codable {}
extension HoldReason: Codable {}
extension Order.Filter.State: Codable {}
extension Order.Fulfilment: Codable {}
extension Order.Risk: Codable {}
extension Payment.State: Codable {}
extension Provider: Codable {}
extension Refund.Partial.State: Codable {}
extension Refund.State: Codable {}
extension RetriedDeliveries: Codable {}
extension Settlement.Word: Codable {}
extension Statement.Match.Reason: Codable {}
