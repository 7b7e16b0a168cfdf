/// The providers that a shop can be paid through: a new one is a folder and a line here.
package enum AdapterTable {
  package static let all: [any PaymentAdapter.Type] = [
    StripeAdapter.self,
    WeChatPayAdapter.self,
    AlipayAdapter.self,
    UnionPayAdapter.self,
    PayPalAdapter.self,
    StandardAdapter.self,
    EPayAdapter.self,
  ]
}
