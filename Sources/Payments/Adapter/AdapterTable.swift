package import Shop

/// The payment providers that a shop can use: each is a folder and a line here.
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

  /// The fixed facts of a provider; nil for `manual`, which has no adapter.
  package static func facts(of provider: Provider) -> ProviderFacts? {
    all.first { $0.provider == provider }?.facts
  }
}
