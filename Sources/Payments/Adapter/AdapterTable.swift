package import Shop

/// The providers that a shop can be paid through: a new one is a folder and a line here.
package enum AdapterTable {
  /// Every adapter, in the order of the sample settings.
  package static let all: [any PaymentAdapter.Type] = [
    StripeAdapter.self,
    WeChatPayAdapter.self,
    AlipayAdapter.self,
    UnionPayAdapter.self,
    PayPalAdapter.self,
    StandardAdapter.self,
    EPayAdapter.self,
  ]

  /// What is so of a provider; nil for a person's word, which has no adapter.
  package static func facts(of provider: Provider) -> ProviderFacts? {
    all.first { $0.provider == provider }?.facts
  }
}
