import Shop

/// An operation without its values: every command that there is, by name.
///
/// A new operation needs a kind, and a kind needs an effect, so that none that changes something
/// leaves the log without the name of who gave it.
package enum OperationKind: String, CaseIterable, Sendable {
  case countStock, beginImport, previewLines, importLines, finishImport, voidCodes, listBatches
  case showBatch, undoBatch, moveBatch, revealCode, listOrders, showOrder, resendOrder, listHeld
  case releaseOrder, holdOrder, addBlock, removeBlock, listBlocks, listDeliveries, retryDelivery
  case retryDeliveries, verifyLedger, showClock, acceptClock, showHeldPrices, acceptPrices
  case listPayments, showPayment, refundOrder, markPaid, reconcile, matchStatements, beginProbe
  case readProbe, listCheckouts, showCheckout, reportSales, replaceUnit, readdressOrder, listClaims
  case listLedger, explainRefund, relinkOrder, beginRehearsal, showRehearsal, endRehearsal

  /// What an operation does to the shop.
  package enum Effect: Sendable {
    /// Nothing: it is in no log.
    case none
    /// Asks providers, whose answers are settled as any other: named in the log alone.
    case asks
    /// It is an act of a person: named in ledger and log.
    case acts
  }

  package var effect: Effect {
    switch self {
    case .countStock, .previewLines, .listBatches, .showBatch, .listOrders, .showOrder, .listHeld,
      .listBlocks, .listDeliveries, .verifyLedger, .showClock, .showHeldPrices, .listPayments,
      .showPayment, .beginProbe, .readProbe, .listCheckouts, .showCheckout, .reportSales,
      .listClaims, .listLedger, .showRehearsal:
      .none
    case .reconcile, .matchStatements: .asks
    case .beginImport, .importLines, .finishImport, .voidCodes, .undoBatch, .moveBatch,
      .revealCode, .resendOrder, .releaseOrder, .holdOrder, .addBlock, .removeBlock,
      .retryDelivery, .retryDeliveries, .acceptClock, .acceptPrices, .refundOrder, .markPaid,
      .replaceUnit, .readdressOrder, .explainRefund, .relinkOrder, .beginRehearsal, .endRehearsal:
      .acts
    }
  }

  /// The command as it is typed, in the log.
  var command: String {
    switch self {
    case .countStock: "codes stock"
    case .beginImport, .previewLines, .importLines, .finishImport: "codes import"
    case .voidCodes: "codes void"
    case .listBatches: "batches list"
    case .showBatch: "batches show"
    case .undoBatch: "batches undo"
    case .moveBatch: "batches move"
    case .revealCode: "codes reveal"
    case .listOrders: "orders list"
    case .showOrder: "orders show"
    case .resendOrder: "orders resend"
    case .listHeld: "orders held"
    case .releaseOrder, .explainRefund: "orders release"
    case .holdOrder: "orders hold"
    case .addBlock: "block add"
    case .removeBlock: "block remove"
    case .listBlocks: "block list"
    case .listDeliveries: "deliveries list"
    case .retryDelivery, .retryDeliveries: "deliveries retry"
    case .verifyLedger: "ledger verify"
    case .showClock: "clock show"
    case .acceptClock: "clock accept"
    case .showHeldPrices: "catalog show"
    case .acceptPrices: "catalog accept"
    case .listPayments: "payments list"
    case .showPayment: "payments show"
    case .refundOrder: "orders refund"
    case .markPaid: "orders mark-paid"
    case .reconcile: "reconcile"
    case .matchStatements: "statements match"
    case .beginProbe, .readProbe: "payments probe"
    case .listCheckouts: "checkouts list"
    case .showCheckout: "checkouts show"
    case .reportSales: "report"
    case .replaceUnit: "orders replace"
    case .readdressOrder: "orders readdress"
    case .relinkOrder: "orders relink"
    case .listClaims: "claims list"
    case .listLedger: "ledger list"
    case .beginRehearsal, .showRehearsal, .endRehearsal: "payments rehearse"
    }
  }
}

extension OperationDocument {
  package var kind: OperationKind {
    switch self {
    case .countStock: .countStock
    case .beginImport: .beginImport
    case .previewLines: .previewLines
    case .importLines: .importLines
    case .finishImport: .finishImport
    case .voidCodes: .voidCodes
    case .listBatches: .listBatches
    case .showBatch: .showBatch
    case .undoBatch: .undoBatch
    case .moveBatch: .moveBatch
    case .revealCode: .revealCode
    case .listOrders: .listOrders
    case .showOrder: .showOrder
    case .resendOrder: .resendOrder
    case .listHeld: .listHeld
    case .releaseOrder: .releaseOrder
    case .explainRefund: .explainRefund
    case .holdOrder: .holdOrder
    case .addBlock: .addBlock
    case .removeBlock: .removeBlock
    case .listBlocks: .listBlocks
    case .listDeliveries: .listDeliveries
    case .retryDelivery: .retryDelivery
    case .retryDeliveries: .retryDeliveries
    case .verifyLedger: .verifyLedger
    case .showClock: .showClock
    case .acceptClock: .acceptClock
    case .showHeldPrices: .showHeldPrices
    case .acceptPrices: .acceptPrices
    case .listPayments: .listPayments
    case .showPayment: .showPayment
    case .refundOrder: .refundOrder
    case .markPaid: .markPaid
    case .reconcile: .reconcile
    case .matchStatements: .matchStatements
    case .beginProbe: .beginProbe
    case .readProbe: .readProbe
    case .listCheckouts: .listCheckouts
    case .showCheckout: .showCheckout
    case .reportSales: .reportSales
    case .replaceUnit: .replaceUnit
    case .readdressOrder: .readdressOrder
    case .relinkOrder: .relinkOrder
    case .listClaims: .listClaims
    case .listLedger: .listLedger
    case .beginRehearsal: .beginRehearsal
    case .showRehearsal: .showRehearsal
    case .endRehearsal: .endRehearsal
    }
  }

  /// What an act is done to, as the log names it: never a code or a whole address.
  ///
  /// Nil where the act's name says all.
  var object: String? {
    switch self {
    case .beginImport(let header): "batch \(header.batch)"
    case .importLines(let document): "batch \(document.batchID)"
    case .finishImport(let id): "batch \(id)"
    case .voidCodes(let document): document.batch.map { "batch \($0)" } ?? "\(document.codeIDs)"
    case .undoBatch(let name, _): "batch \(name)"
    case .moveBatch(let name, let sku, _): "batch \(name) to \(sku)"
    case .revealCode(let document):
      document.codeID.map { "code \($0)" }
        ?? "order \(document.reference ?? "") unit \(document.unit ?? 1)"
    case .resendOrder(let reference), .releaseOrder(let reference): "order \(reference)"
    case .explainRefund(let reference, _): "order \(reference)"
    case .holdOrder(let document): "order \(document.reference)"
    case .addBlock(let document): BlockedBuyer(document.buyer)?.masked
    case .removeBlock(let buyer): BlockedBuyer(buyer)?.masked
    case .retryDelivery(let id): "delivery \(id)"
    case .acceptPrices(let document): document.skus.joined(separator: " ")
    case .refundOrder(let document): "order \(document.reference)"
    case .markPaid(let document): "checkout \(document.reference)"
    case .reconcile(let since): "since \(since)"
    case .matchStatements(let document): "\(document.provider ?? "all") \(document.day)"
    case .beginRehearsal(let document): document.provider
    case .endRehearsal(let provider): "\(provider) ended"
    case .replaceUnit(let document): "order \(document.reference) unit \(document.unit)"
    case .readdressOrder(let document): "order \(document.reference)"
    case .relinkOrder(let document):
      "order \(document.reference), " + (document.isMailed ? "a new link is mailed" : "no new link")
    case .countStock, .previewLines, .listBatches, .showBatch, .listOrders, .showOrder, .listHeld,
      .listBlocks, .listDeliveries, .retryDeliveries, .verifyLedger, .showClock, .acceptClock,
      .showHeldPrices, .listPayments, .showPayment, .beginProbe, .readProbe, .listCheckouts,
      .showCheckout, .reportSales, .listClaims, .listLedger, .showRehearsal:
      nil
    }
  }
}

extension AnswerDocument {
  /// What an act came to, as the log says it; nil where it is done and that is all.
  var outcome: String? {
    switch self {
    case .linesTaken(let taken): "\(taken.imported) codes"
    case .voided(let count): "\(count) codes revoked"
    case .batchUndone(let count): "\(count) codes taken back"
    case .batchMoved(let moved):
      "\(moved.codes) codes moved, \(moved.stayed) stayed, \(moved.served) orders served"
    case .retried(let count): "\(count) deliveries"
    case .stopped(let hadLeft): hadLeft ? "its codes had left" : nil
    case .refund(let refund): "\(refund.amount) \(refund.state)"
    case .marked(let marked): marked.outcome
    case .replaced(let done):
      "code \(done.revokedID) by \(done.codeID.map { "code \($0)" } ?? "one to come")"
    case .code(let code): "code \(code.id)"
    case .heldPrices(let prices): prices.map { "\($0.sku) at \($0.now)" }.joined(separator: ", ")
    case .stock, .importBegun, .importFinished, .held, .batches, .batch, .orders, .order,
      .deliveries, .done, .blocks, .ledger, .clock, .payments, .payment, .reconciled, .statements,
      .probe, .probed, .checkouts, .checkout, .report, .claims, .ledgerLines, .rehearsal, .refused,
      .busy:
      nil
    }
  }

  /// Whether the operation was carried out.
  var isDone: Bool {
    switch self {
    case .refused, .busy: false
    case .stock, .importBegun, .linesTaken, .importFinished, .held, .voided, .batches, .batch,
      .batchUndone, .batchMoved, .code, .orders, .order, .deliveries, .retried, .done, .blocks,
      .stopped, .ledger, .clock, .heldPrices, .payments, .payment, .refund, .marked, .reconciled,
      .statements, .probe, .probed, .checkouts, .checkout, .report, .replaced, .claims,
      .ledgerLines, .rehearsal:
      true
    }
  }
}
