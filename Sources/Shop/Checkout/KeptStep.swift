extension Checkout {
  /// What a buyer does to pay, as it is kept with the checkout: sealed, and shown again on its
  /// page.
  package struct Step: Equatable, Sendable {
    /// How the buyer gets to the provider.
    package enum Kind: String, CaseIterable, Sendable {
      /// Go to the address.
      case redirect
      /// Go to the address and show from which site.
      case referredRedirect
      /// Scan the address, which may be any text, with the provider's app.
      case scan
      /// Call the bridge of the app's browser with the fields.
      case bridge
      /// Send the fields to the address by `POST`.
      case form
    }

    /// A field of the form.
    package struct Field: Equatable, Sendable {
      package let name: String
      package let value: String

      package init(name: String, value: String) {
        self.name = name
        self.value = value
      }
    }

    package let kind: Kind
    package let address: String
    /// In their order; empty unless the kind is `form` or `bridge`.
    package let fields: [Field]

    package init(kind: Kind, address: String, fields: [Field]) {
      self.kind = kind
      self.address = address
      self.fields = fields
    }
  }
}
