package import Shop

/// The vault: one SQLite file, one writer, and every step of the business as one transaction.
package final class Store: Sendable {
  package init(
    folder: String,
    key: VaultKey,
    randomness: any RandomNumberGenerator & Sendable = SystemRandomNumberGenerator(),
    now: Timestamp
  ) throws(StoreError) {
    throw .closed
  }

  /// False from the first IO error or corruption on: nothing is written any more.
  package var isHealthy: Bool { false }

  /// Finishes what is queued, checkpoints and lets go of the folder; a second call does nothing.
  package func close() {}
}

extension Store {
  package func recordCatalog(_ document: CatalogDocument, at: Timestamp) async throws(StoreError) {
    throw .closed
  }
  package func open(_ checkout: Checkout) async throws(StoreError) { throw .closed }
  package func settle(
    _ event: PaymentEvent, at: Timestamp
  ) async throws(StoreError) -> Settlement { throw .closed }
  package func claimDue(
    limit: Int, at: Timestamp
  ) async throws(StoreError) -> [OwedMessage] { throw .closed }
  package func record(
    _ outcome: SendOutcome, delivery: Int64, attempt: Int, at: Timestamp
  ) async throws(StoreError) { throw .closed }
  package func nextDue() throws(StoreError) -> Timestamp? { throw .closed }
  package func orderPage(token: OrderToken) throws(StoreError) -> OrderView? { throw .closed }
  package func reveal(
    token: OrderToken, at: Timestamp
  ) async throws(StoreError) -> Reveal? { throw .closed }
  package func requestLinks(
    email: EmailAddress, at: Timestamp
  ) async throws(StoreError) { throw .closed }
  package func stock() throws(StoreError) -> [SKU: Int] { throw .closed }
}

extension Store {
  package func beginImport(
    _ header: ImportHeader, by person: Operator, at: Timestamp
  ) async throws(StoreError) -> ImportProgress { throw .closed }
  package func importChunk(
    _ lines: [ImportLine], batch: Int64, at: Timestamp
  ) async throws(StoreError) -> ImportedChunk { throw .closed }
  package func finishImport(
    batch: Int64, by person: Operator, at: Timestamp
  ) async throws(StoreError) { throw .closed }
  /// For a dry run: what `importChunk` would say, without writing.
  package func previewImport(
    _ lines: [ImportLine], at: Timestamp
  ) throws(StoreError) -> [ImportLineResult] { throw .closed }
  package func voidCodes(
    _ selection: CodeSelection, reason: String, by person: Operator, at: Timestamp
  ) async throws(StoreError) -> Int { throw .closed }
  package func stockReport() throws(StoreError) -> [StockCount] { throw .closed }
  package func orders(_ filter: OrderFilter) throws(StoreError) -> [OrderSummary] { throw .closed }
  package func order(reference: Reference) throws(StoreError) -> OrderDetail? { throw .closed }
  package func holds(limit: Int) throws(StoreError) -> [HeldPayment] { throw .closed }
  package func resend(
    reference: Reference, by person: Operator, at: Timestamp
  ) async throws(StoreError) { throw .closed }
  package func release(
    reference: Reference, by person: Operator, at: Timestamp
  ) async throws(StoreError) { throw .closed }
  package func deliveries(
    state: DeliveryState?, limit: Int
  ) throws(StoreError) -> [DeliverySummary] { throw .closed }
  package func retryDelivery(
    id: Int64, by person: Operator, at: Timestamp
  ) async throws(StoreError) { throw .closed }
  package func verifyLedger() throws(StoreError) -> LedgerReport { throw .closed }
  package func brokenViews() throws(StoreError) -> [BrokenView] { throw .closed }
}
