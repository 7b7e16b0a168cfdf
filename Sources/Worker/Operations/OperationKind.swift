/// The operators' commands, by their names on the control socket.
///
/// Each has an effect, so that no command that changes something is missing from the log.
package enum OperationKind: String, CaseIterable, Sendable {
  case countStock, beginImport, previewLines, importLines, finishImport, voidCodes, revealCode
  case listBatches, showBatch, undoBatch, moveBatch, listOrders, showOrder, resendOrder
  case listHeld, holdOrder, releaseOrder, explainRefund, refundOrder, markPaid, replaceUnit
  case readdressOrder, relinkOrder, listClaims, listCheckouts, showCheckout, listPayments
  case showPayment, beginProbe, readProbe, beginRehearsal, showRehearsal, endRehearsal
  case reconcile, matchStatements, listDeliveries, retryDelivery, retryDeliveries, addBlock
  case removeBlock, listBlocks, listLedger, verifyLedger, showHeldPrices, acceptPrices
  case showClock, acceptClock, reportSales

  /// What a command does to the shop.
  package enum Effect: Sendable {
    /// Nothing: it is not logged.
    case none
    /// Asks providers and settles their answers: it is in the log only.
    case asks
    /// An act of a person: it is in the ledger and the log.
    case acts
  }

  /// What the command does to the shop.
  package var effect: Effect {
    switch self {
    case .countStock, .previewLines, .listBatches, .showBatch, .listOrders, .showOrder,
      .listHeld, .listClaims, .listCheckouts, .showCheckout, .listPayments, .showPayment,
      .beginProbe, .readProbe, .showRehearsal, .listDeliveries, .listBlocks, .listLedger,
      .verifyLedger, .showHeldPrices, .showClock, .reportSales:
      .none
    case .reconcile, .matchStatements: .asks
    case .beginImport, .importLines, .finishImport, .voidCodes, .revealCode, .undoBatch,
      .moveBatch, .resendOrder, .holdOrder, .releaseOrder, .explainRefund, .refundOrder,
      .markPaid, .replaceUnit, .readdressOrder, .relinkOrder, .beginRehearsal, .endRehearsal,
      .retryDelivery, .retryDeliveries, .addBlock, .removeBlock, .acceptPrices, .acceptClock:
      .acts
    }
  }

  /// The command as it is typed, for the log.
  package var words: String {
    switch self {
    case .countStock: "codes stock"
    case .beginImport, .previewLines, .importLines, .finishImport: "codes import"
    case .voidCodes: "codes void"
    case .revealCode: "codes reveal"
    case .listBatches: "batches list"
    case .showBatch: "batches show"
    case .undoBatch: "batches undo"
    case .moveBatch: "batches move"
    case .listOrders: "orders list"
    case .showOrder: "orders show"
    case .resendOrder: "orders resend"
    case .listHeld: "orders held"
    case .holdOrder: "orders hold"
    case .releaseOrder, .explainRefund: "orders release"
    case .refundOrder: "orders refund"
    case .markPaid: "orders mark-paid"
    case .replaceUnit: "orders replace"
    case .readdressOrder: "orders readdress"
    case .relinkOrder: "orders relink"
    case .listClaims: "claims list"
    case .listCheckouts: "checkouts list"
    case .showCheckout: "checkouts show"
    case .listPayments: "payments list"
    case .showPayment: "payments show"
    case .beginProbe, .readProbe: "payments probe"
    case .beginRehearsal, .showRehearsal, .endRehearsal: "payments rehearse"
    case .reconcile: "reconcile"
    case .matchStatements: "statements match"
    case .listDeliveries: "deliveries list"
    case .retryDelivery, .retryDeliveries: "deliveries retry"
    case .addBlock: "block add"
    case .removeBlock: "block remove"
    case .listBlocks: "block list"
    case .listLedger: "ledger list"
    case .verifyLedger: "ledger verify"
    case .showHeldPrices: "catalog show"
    case .acceptPrices: "catalog accept"
    case .showClock: "clock show"
    case .acceptClock: "clock accept"
    case .reportSales: "report"
    }
  }

  /// The document that a command of this kind sends over the socket.
  package var document: any CommandDocument.Type {
    switch self {
    case .countStock: CountStockDocument.self
    case .beginImport: BeginImportDocument.self
    case .previewLines: PreviewLinesDocument.self
    case .importLines: ImportLinesDocument.self
    case .finishImport: FinishImportDocument.self
    case .voidCodes: VoidCodesDocument.self
    case .revealCode: RevealCodeDocument.self
    case .listBatches: ListBatchesDocument.self
    case .showBatch: ShowBatchDocument.self
    case .undoBatch: UndoBatchDocument.self
    case .moveBatch: MoveBatchDocument.self
    case .listOrders: ListOrdersDocument.self
    case .showOrder: ShowOrderDocument.self
    case .resendOrder: ResendOrderDocument.self
    case .listHeld: ListHeldDocument.self
    case .holdOrder: HoldOrderDocument.self
    case .releaseOrder: ReleaseOrderDocument.self
    case .explainRefund: ExplainRefundDocument.self
    case .refundOrder: RefundOrderDocument.self
    case .markPaid: MarkPaidDocument.self
    case .replaceUnit: ReplaceUnitDocument.self
    case .readdressOrder: ReaddressOrderDocument.self
    case .relinkOrder: RelinkOrderDocument.self
    case .listClaims: ListClaimsDocument.self
    case .listCheckouts: ListCheckoutsDocument.self
    case .showCheckout: ShowCheckoutDocument.self
    case .listPayments: ListPaymentsDocument.self
    case .showPayment: ShowPaymentDocument.self
    case .beginProbe: BeginProbeDocument.self
    case .readProbe: ReadProbeDocument.self
    case .beginRehearsal: BeginRehearsalDocument.self
    case .showRehearsal: ShowRehearsalDocument.self
    case .endRehearsal: EndRehearsalDocument.self
    case .reconcile: ReconcileDocument.self
    case .matchStatements: MatchStatementsDocument.self
    case .listDeliveries: ListDeliveriesDocument.self
    case .retryDelivery: RetryDeliveryDocument.self
    case .retryDeliveries: RetryDeliveriesDocument.self
    case .addBlock: AddBlockDocument.self
    case .removeBlock: RemoveBlockDocument.self
    case .listBlocks: ListBlocksDocument.self
    case .listLedger: ListLedgerDocument.self
    case .verifyLedger: VerifyLedgerDocument.self
    case .showHeldPrices: ShowHeldPricesDocument.self
    case .acceptPrices: AcceptPricesDocument.self
    case .showClock: ShowClockDocument.self
    case .acceptClock: AcceptClockDocument.self
    case .reportSales: ReportSalesDocument.self
    }
  }
}
