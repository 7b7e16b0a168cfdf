import Shop

/// A command with who gave it, as it crosses the control socket.
package struct CommandDocument: Codable, Equatable, Sendable {
  /// The name that the ledger keeps.
  package let by: String
  package let operation: OperationDocument

  package init(by: String, operation: OperationDocument) {
    self.by = by
    self.operation = operation
  }

  /// The version of this document and of the answers; both ends must have the same.
  package static let version = 6
}

/// What an operator wants done.
///
/// The same value is carried out directly when no worker runs, so that both ways are one.
package enum OperationDocument: Codable, Equatable, Sendable {
  case countStock
  case beginImport(ImportHeaderDocument)
  /// Says what `importLines` would, without writing.
  case previewLines(ImportPreviewDocument)
  case importLines(ImportLinesDocument)
  case finishImport(batchID: Int64)
  case voidCodes(VoidDocument)
  case listBatches(BatchFilterDocument)
  /// By its number or its name.
  case showBatch(name: String)
  case undoBatch(name: String, reason: String)
  case moveBatch(name: String, sku: String, reason: String)
  case revealCode(RevealDocument)
  case listOrders(OrderFilterDocument)
  case showOrder(reference: String)
  case resendOrder(reference: String)
  case listHeld
  case releaseOrder(reference: String)
  /// Says what the provider's own refund was for; the order goes on.
  case explainRefund(reference: String, PartialRefundDocument)
  case holdOrder(HoldDocument)
  case addBlock(BlockDocument)
  case removeBlock(String)
  case listBlocks
  case listDeliveries(DeliveryFilterDocument)
  case retryDelivery(id: Int64)
  /// Every delivery that is `failed` or `written`, or those that became so on that day
  /// (`YYYY-MM-DD`) or later; so many a minute.
  case retryDeliveries(state: String, since: String?, perMinute: Int)
  case verifyLedger
  case showClock
  /// Goes by the wall clock from now on, and why.
  case acceptClock(reason: String)
  /// What of the catalog is not sold until a person accepts it.
  case showHeldPrices
  case acceptPrices(AcceptPricesDocument)
  case listPayments(PaymentFilterDocument)
  case showPayment(id: String)
  case refundOrder(RefundDocument)
  case markPaid(MarkPaidDocument)
  /// Asks about every checkout since that day that nobody paid, and matches its statements.
  case reconcile(since: String)
  case matchStatements(StatementDayDocument)
  /// A number for a webhook that the caller is about to send.
  case beginProbe
  /// What came of the webhook with that number.
  case readProbe(number: String)
  case listCheckouts(CheckoutFilterDocument)
  case showCheckout(reference: String)
  /// What was sold in a day, `YYYY-MM-DD`, or a month, `YYYY-MM`; nil for today, `month` for this
  /// month.
  case reportSales(period: String?)
  case replaceUnit(ReplaceDocument)
  case readdressOrder(ReaddressDocument)
  case relinkOrder(RelinkDocument)
  case listClaims(ClaimFilterDocument)
  case listLedger(LedgerFilterDocument)
  /// Opens a checkout that makes no order, for a person to pay.
  case beginRehearsal(RehearsalStartDocument)
  /// Where the latest rehearsal with a provider stands; the provider is asked first, or not.
  case showRehearsal(provider: String, isAsked: Bool)
  /// Ends it, once its money is back.
  case endRehearsal(provider: String)
}

/// Money that is to be given back.
package struct RefundDocument: Codable, Equatable, Sendable {
  package let reference: String
  /// The provider's ID, where one of several payments of the checkout is meant.
  package let payment: String?
  /// `1.00`, in the order's currency; nil for all that is left.
  package let amount: String?
  package let reason: String
  /// Whether as much is given back once more when it was within the last day.
  package let isAgain: Bool
  /// What a part is for; nil for a refund that ends the order, or leaves it to a person.
  package let partial: PartialRefundDocument?

  package init(
    reference: String,
    payment: String?,
    amount: String?,
    reason: String,
    isAgain: Bool = false,
    partial: PartialRefundDocument? = nil
  ) {
    self.reference = reference
    self.payment = payment
    self.amount = amount
    self.reason = reason
    self.isAgain = isAgain
    self.partial = partial
  }
}

/// What a part of an order's money goes back for.
package struct PartialRefundDocument: Codable, Equatable, Sendable {
  /// So many units are taken out; nil when the buyer keeps all.
  package let units: Int?
  /// Which, where one is meant.
  package let number: Int?

  package init(units: Int?, number: Int? = nil) {
    self.units = units
    self.number = number
  }

  var value: Refund.Part { units.map { .units($0, number: number) } ?? .goodwill }
}

/// Money that a person has seen.
package struct MarkPaidDocument: Codable, Equatable, Sendable {
  package let reference: String
  /// What proves it: a bank's transfer number.
  package let proof: String
  package let reason: String

  package init(reference: String, proof: String, reason: String) {
    self.reference = reference
    self.proof = proof
    self.reason = reason
  }
}

/// Whose statement of which day.
package struct StatementDayDocument: Codable, Equatable, Sendable {
  /// Nil for every provider that is configured.
  package let provider: String?
  /// `YYYY-MM-DD`.
  package let day: String

  package init(provider: String?, day: String) {
    self.provider = provider
    self.day = day
  }
}

/// What an import says of itself before its first line.
package struct ImportHeaderDocument: Codable, Equatable, Sendable {
  package let sku: String
  package let batch: String
  package let supplier: String?
  /// Lower-case hex SHA-256 of the whole file: what is in the vault of it is not taken again.
  package let fileHash: String

  package init(sku: String, batch: String, supplier: String?, fileHash: String) {
    self.sku = sku
    self.batch = batch
    self.supplier = supplier
    self.fileHash = fileHash
  }
}

/// Some lines of an import, at most `ImportLine.mostPerChunk`.
package struct ImportLinesDocument: Codable, Equatable, Sendable {
  package let batchID: Int64
  package let lines: [ImportLineDocument]
  /// Takes codes too that differ from others in case, dashes or blanks alone.
  package let allowsSimilar: Bool

  package init(batchID: Int64, lines: [ImportLineDocument], allowsSimilar: Bool = false) {
    self.batchID = batchID
    self.lines = lines
    self.allowsSimilar = allowsSimilar
  }
}

/// The same lines before anything is written.
package struct ImportPreviewDocument: Codable, Equatable, Sendable {
  package let header: ImportHeaderDocument
  package let lines: [ImportLineDocument]
  package let allowsSimilar: Bool

  package init(header: ImportHeaderDocument, lines: [ImportLineDocument], allowsSimilar: Bool) {
    self.header = header
    self.lines = lines
    self.allowsSimilar = allowsSimilar
  }
}

/// One code on its way into the vault; prints nothing of it.
package struct ImportLineDocument: Codable, Equatable, Sendable, CustomStringConvertible,
  CustomReflectable
{
  package let line: Int
  package let code: String
  package let pin: String?
  /// In minor units of `currency`.
  package let faceValue: Int64?
  /// Milliseconds since 1970.
  package let expiresAt: Int64?
  /// In minor units of `currency`.
  package let cost: Int64?
  package let currency: String?

  package init(
    line: Int,
    code: String,
    pin: String?,
    faceValue: Int64?,
    expiresAt: Int64?,
    cost: Int64?,
    currency: String?
  ) {
    self.line = line
    self.code = code
    self.pin = pin
    self.faceValue = faceValue
    self.expiresAt = expiresAt
    self.cost = cost
    self.currency = currency
  }

  package var description: String { "line \(line): <redacted>" }
  package var customMirror: Mirror { Mirror(self, children: ["line": line]) }
}

/// Which codes are never to be sold, and why.
package struct VoidDocument: Codable, Equatable, Sendable {
  /// All that are still available of that batch, or nil.
  package let batch: String?
  /// These, if they are still available.
  package let codeIDs: [Int64]
  package let reason: String

  package init(batch: String?, codeIDs: [Int64], reason: String) {
    self.batch = batch
    self.codeIDs = codeIDs
    self.reason = reason
  }
}
