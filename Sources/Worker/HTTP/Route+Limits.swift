import Payments
package import Shop

extension Route {
  /// The methods that the route answers.
  package var methods: [String] {
    switch self {
    case .webhook(let provider): AdapterTable.facts(of: provider)?.webhookMethods ?? ["POST"]
    case .checkout: ["POST"]
    // Some providers send their buyers back with a form.
    case .checkoutReturn: ["GET", "POST"]
    case .checkoutPage, .order, .orderCancel, .lookup: ["GET", "HEAD", "POST"]
    // They act, so they do not answer `HEAD`.
    case .checkoutPayer, .checkoutCancelled: ["GET"]
    case .checkoutPay, .stock, .alive, .ready, .asset: ["GET", "HEAD"]
    }
  }

  /// The largest body that the route reads, in bytes.
  ///
  /// The largest webhook that a provider documents is below 256 KiB.
  package var longestBody: Int {
    switch self {
    case .webhook(let provider): AdapterTable.facts(of: provider)?.longestWebhook ?? 0
    case .checkoutReturn: 64 << 10
    case .checkout, .checkoutPage, .order, .orderCancel, .lookup: 16 << 10
    case .checkoutPay, .checkoutPayer, .checkoutCancelled, .stock, .alive, .ready, .asset: 0
    }
  }
}
