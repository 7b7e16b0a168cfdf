/// What the command line sets in place of `site.yaml`: a demo runs on loopback addresses.
package struct SiteOverrides: Sendable {
  package var baseURL: String?
  package var workerURL: String?

  package init(baseURL: String? = nil, workerURL: String? = nil) {
    self.baseURL = baseURL
    self.workerURL = workerURL
  }
}
