/// What the command line sets in place of `site.yaml`: a demo runs on loopback addresses.
package struct SiteOverrides: Sendable {
  package var baseURL: String?
  package var workerURL: String?
  /// Takes the place of `payment_origins` unless empty.
  package var paymentOrigins: [String]

  package init(baseURL: String? = nil, workerURL: String? = nil, paymentOrigins: [String] = []) {
    self.baseURL = baseURL
    self.workerURL = workerURL
    self.paymentOrigins = paymentOrigins
  }
}
