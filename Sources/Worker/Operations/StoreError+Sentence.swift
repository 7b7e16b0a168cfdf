import Shop
package import Storage

extension StoreError {
  /// The error as one sentence for an operator, with what to do.
  package var sentence: String {
    switch self {
    case .busy: Sentence.busy
    case .failed(let detail): Sentence.failed(detail)
    case .closed: Sentence.closed
    case .locked(let owner): Sentence.locked(owner)
    case .unreadable(let path, let reason): Sentence.unreadable(path, reason)
    case .lost(let path): Sentence.lost(path)
    case .exposed(let path, let mode): Sentence.exposed(path, mode)
    case .setting(let name, let expected, let found): Sentence.setting(name, expected, found)
    case .notAVault(let path): Sentence.notAVault(path)
    case .newerSchema(let found, let known): Sentence.newerSchema(found, known)
    case .wrongKey: Sentence.wrongKey
    case .clockBehind(let seconds): Sentence.clockBehind(seconds)
    case .guardMissing(let name): Sentence.guardMissing(name)
    case .broken(let view): Sentence.broken(view)
    case .altered: Sentence.altered
    case .noHeldPrice: Sentence.noHeldPrice
    case .unknownOrder: Sentence.unknownOrder
    case .unknownCheckout: Sentence.unknownCheckout
    case .unknownDelivery: Sentence.unknownDelivery
    case .unknownBatch: Sentence.unknownBatch
    case .fileOfOtherSKU(let sku): Sentence.fileOfOtherSKU(sku)
    case .ambiguousBatch(let ids): Sentence.ambiguousBatch(ids)
    case .batchSold(let count): Sentence.batchSold(count)
    case .batchUndone: Sentence.batchUndone
    case .batchOfSameSKU: Sentence.batchOfSameSKU
    case .unknownCode: Sentence.unknownCode
    case .badChunk: Sentence.badChunk
    case .notDeliverable: Sentence.notDeliverable
    case .onHold: Sentence.onHold
    case .waitsForStock: Sentence.waitsForStock
    case .cancelled: Sentence.cancelled
    case .notRetriable: Sentence.notRetriable
    case .notHeld: Sentence.notHeld
    case .alreadyHeld: Sentence.alreadyHeld
    case .refusedBuyer: Sentence.refusedBuyer
    case .tooManyOpen: Sentence.tooManyOpen
    case .blockedAlready: Sentence.blockedAlready
    case .notBlocked: Sentence.notBlocked
    case .disputed(.lost): Sentence.disputeLost
    case .disputed(.open), .disputed(.won): Sentence.disputeOpen
    case .moneyWentBack: Sentence.moneyWentBack
    case .codesRevoked: Sentence.codesRevoked
    case .unknownPayment: Sentence.unknownPayment
    case .unknownRefund: Sentence.unknownRefund
    case .refundOpen: Sentence.refundOpen
    case .refundMade(let refund): Sentence.refundMade(refund)
    case .refundedBefore: Sentence.refundedBefore
    case .nothingLeft: Sentence.nothingLeft
    case .tooFewUnits(let count): Sentence.tooFewUnits(count)
    case .notOfOrder(let number): Sentence.notOfOrder(number)
    case .unitsOut(let numbers): Sentence.unitsOut(numbers)
    case .refundUnexplained: Sentence.refundUnexplained
    case .nothingToExplain: Sentence.nothingToExplain
    case .refundIsNotUnits(let amount): Sentence.refundIsNotUnits(amount)
    case .refundTooLarge(let left): Sentence.refundTooLarge(left)
    case .alreadyPaid: Sentence.alreadyPaid
    case .proofUsed(let other): Sentence.proofUsed(other)
    case .unknownUnit: Sentence.unknownUnit
    case .unitWaits: Sentence.unitWaits
    case .replacedBefore(let codeID): Sentence.replacedBefore(codeID)
    case .shownBefore: Sentence.shownBefore
    case .sameAddress: Sentence.sameAddress
    case .underWay: Sentence.underWay
    case .rehearsalOpen(let reference): Sentence.rehearsalOpen(reference)
    case .rehearsalPaid: Sentence.rehearsalPaid
    case .badText(let name): Sentence.badText(name)
    }
  }

  /// Whether the same command may work in a moment.
  var isPassing: Bool {
    switch self {
    case .busy, .underWay: true
    case .failed, .closed, .locked, .unreadable, .lost, .exposed, .setting, .notAVault,
      .newerSchema, .wrongKey, .clockBehind, .guardMissing, .broken, .altered, .noHeldPrice,
      .unknownOrder, .unknownCheckout, .unknownDelivery, .unknownBatch, .fileOfOtherSKU,
      .ambiguousBatch, .batchSold, .batchUndone, .batchOfSameSKU, .unknownCode, .badChunk,
      .notDeliverable, .onHold, .waitsForStock, .cancelled, .notRetriable, .notHeld,
      .alreadyHeld, .refusedBuyer, .tooManyOpen, .blockedAlready, .notBlocked, .disputed,
      .moneyWentBack, .codesRevoked, .unknownPayment, .unknownRefund, .refundOpen,
      .refundMade, .refundedBefore, .nothingLeft, .tooFewUnits, .notOfOrder, .unitsOut,
      .refundUnexplained, .nothingToExplain, .refundIsNotUnits, .refundTooLarge, .alreadyPaid,
      .proofUsed, .unknownUnit, .unitWaits, .replacedBefore, .shownBefore, .sameAddress,
      .rehearsalOpen, .rehearsalPaid, .badText:
      false
    }
  }
}

/// The sentences: first errors of the vault itself, then those of a single command.
private enum Sentence {
  static let busy =
    "the store is busy: nothing was done; try again in a moment"

  static func failed(_ detail: String) -> String {
    "the store could not write: \(detail); nothing was kept"
  }

  static let closed =
    "the store is closed: nothing was done"

  static func locked(_ owner: String?) -> String {
    "expected to be free, found in use\(owner.map { " by \($0)" } ?? ""); "
      + "stop the other process, or wait until its control socket answers"
  }

  static func unreadable(_ path: String, _ reason: String) -> String {
    "\(path): expected to be read and written, found: \(reason); check owner, mode and space"
  }

  static func lost(_ path: String) -> String {
    "\(path): expected the vault that was used here, found none; put it back from a backup, or "
      + "remove the folder's file `lock` to begin with a new, empty one"
  }

  static func exposed(_ path: String, _ mode: String) -> String {
    "\(path): expected no access for others, found mode \(mode); run `chmod go-rwx \(path)`"
  }

  static func setting(_ name: String, _ expected: String, _ found: String) -> String {
    "SQLite's \(name): expected \(expected), found \(found); use another file system or library"
  }

  static func notAVault(_ path: String) -> String {
    "\(path): expected a vault of this program, found another file; point `state` elsewhere"
  }

  static func newerSchema(_ found: Int, _ known: Int) -> String {
    "the vault: expected schema \(known) or older, found \(found); use the newer release"
  }

  static let wrongKey =
    "the key: expected the one that this vault was made with, found another; bring it back "
    + "from its copy, and do not make a new one"

  static func clockBehind(_ seconds: Int64) -> String {
    "the clock: expected no earlier than what the vault has seen, found \(seconds) s behind; "
      + "set the clock; if what the vault has seen was wrong, `cardstock-worker clock accept`"
  }

  static func guardMissing(_ name: String) -> String {
    "the vault: expected the guard \(name), found it dropped or changed; restore a backup"
  }

  static func broken(_ view: String) -> String {
    "the vault: expected \(view) to be empty, found rows; do not sell, and ask for help"
  }

  static let altered =
    "the order: expected its rows as they were written, found them changed past the worker; give "
    + "the money back by `orders refund`, or bring the file back from a copy"

  static let noHeldPrice =
    "no such price waits to be accepted; `catalog show` tells which do, another catalog may have "
    + "come in between"

  static let unknownOrder =
    "no order has this reference; `orders list` shows those there are, and `checkouts show` what "
    + "was not paid yet"

  static let unknownCheckout =
    "no checkout has this reference; the buyer's page and the provider's books show it"

  static let unknownDelivery =
    "no delivery has this number; `deliveries list` shows those there are"

  static let unknownBatch =
    "no batch has this name or number, or it was taken back; `batches list` shows those there are"

  static func fileOfOtherSKU(_ sku: SKU) -> String {
    "the file: expected one that is new, found it imported as \(sku) before; "
      + "nothing was done: check --sku, or `batches move` what was imported"
  }

  static func ambiguousBatch(_ ids: [Int64]) -> String {
    "the batch: expected one, found several of this name; say which by its number: "
      + ids.map(String.init).joined(separator: ", ")
  }

  static func batchSold(_ count: Int) -> String {
    "the batch: expected codes that nobody bought, found all \(count) with orders; "
      + "`orders replace` gives a buyer another code"
  }

  static let batchUndone =
    "the batch: expected one that is in use, found it taken back before"

  static let batchOfSameSKU =
    "the batch: expected one of another SKU, found it there already"

  static let unknownCode =
    "no code has this ID, or the order has no such unit with a code; "
    + "`orders show` lists an order's codes"

  static let badChunk =
    "the import's lines came in disorder: nothing was done; run it again"

  static let notDeliverable =
    "the order: expected to be paid, found all of its money given back; there is nothing left to "
    + "hand over, and the buyer orders anew"

  static let onHold =
    "the order: expected not to be held, found held; `orders show` tells for what, `orders "
    + "release` lets it go"

  static let waitsForStock =
    "the order: expected codes, found none in stock for it yet; they go out by themselves as "
    + "soon as `codes import` brings some"

  static let cancelled =
    "the order: expected one that goes on, found that its buyer cancelled it while it waited; "
    + "`orders refund` gives the money back"

  static let notRetriable =
    "the delivery: expected failed or waiting, found sent, blocked or under way; "
    + "`orders resend` mails an order once more"

  static let notHeld =
    "the order: expected to be held, found otherwise; nothing was done: `orders show` tells "
    + "where it stands"

  static let alreadyHeld =
    "the order: expected not to be held, found held; `orders show` tells for what"

  static let refusedBuyer =
    "the buyer: expected one whom the shop sells to, found blocked; `block list` shows who is"

  static let tooManyOpen =
    "the checkout: expected fewer of one buyer that are open, found the most there may be"

  static let blockedAlready =
    "the buyer is blocked already; `block list` shows since when"

  static let notBlocked =
    "the buyer is not blocked; `block list` shows who is"

  static let disputeLost =
    "the order: expected no lost dispute, found one: the bank gave the money to the buyer, and "
    + "the codes stay here; nothing was done"

  static let disputeOpen =
    "the order: expected its disputes to be won, found one that is open; answer it at the "
    + "provider, and release the order when its message says that it is won"

  static let moneyWentBack =
    "the order: expected all of its money to be here, found some given back; say what for by "
    + "`orders release --units N` or `--goodwill`, or give back what is left by `orders refund`"

  static let codesRevoked =
    "the order: expected codes that may go out, found them revoked when its money went back; "
    + "`orders refund` gives back what is left"

  static let unknownPayment =
    "the payment: expected one that came and is not given back whole, found none; "
    + "`payments list` shows those there are"

  static let unknownRefund =
    "no refund has this ID; nothing was done"

  static let refundOpen =
    "the payment: expected no refund under way, found one; the running worker asks for it again "
    + "until the provider has said what came of it"

  static func refundMade(_ refund: Refund) -> String {
    "the refund: expected none of as much within a day, found \(refund.id); --again gives as much "
      + "once more"
  }

  static let refundedBefore =
    "the checkout: expected no money of it given back, found a refund; have the buyer order anew"

  static let nothingLeft =
    "the refund: expected to leave units and some of the money, found one of them gone; give the "
    + "money back whole by `orders refund` without --units, --goodwill and --amount"

  static func tooFewUnits(_ count: Int) -> String {
    "--units: expected fewer than the \(count) that the order has, found more"
  }

  static func notOfOrder(_ number: Int) -> String {
    "--unit: expected a unit that the order still has, found \(number); `orders show` lists them"
  }

  static func unitsOut(_ numbers: [Int]) -> String {
    "--units: expected those that are out while their refund was refused, unit "
      + "\(numbers.map(String.init).joined(separator: ", ")), found others; ask for "
      + "\(numbers.count) once more, or `orders release` gives the buyer new codes for them"
  }

  static let refundUnexplained =
    "the order: expected to know what the money was for that went back already, found it unsaid; "
    + "`orders release --units N` or `--goodwill` says it"

  static let nothingToExplain =
    "the order: expected money that went back and nobody said what for, found none; "
    + "`orders release` without --units and --goodwill lets a held order go"

  static func refundIsNotUnits(_ amount: Money) -> String {
    "--units: expected at least as many as cost \(amount), which went back, found fewer; "
      + "--goodwill leaves the buyer all of them"
  }

  static func refundTooLarge(_ left: Money) -> String {
    "--amount: expected at most \(left), found more"
  }

  static let alreadyPaid =
    "the checkout: expected to be unpaid, found paid; `orders show` tells where it stands"

  static func proofUsed(_ other: Reference?) -> String {
    "--reference: expected a payment that is new, found one used for "
      + "\(other?.text ?? "another checkout"); each counts once"
  }

  static let unknownUnit =
    "--unit: expected a unit that has a code, found none; `orders show` lists them by number"

  static let unitWaits =
    "the order: expected a code, found one that was revoked and waits for another; it goes out "
    + "by itself as soon as `codes import` brings stock"

  static func replacedBefore(_ codeID: Int64) -> String {
    "the unit: expected one that was never replaced, or --instead-of with the code that it has; "
      + "found code #\(codeID) in it; nothing was done; if the buyer says that #\(codeID) is bad, "
      + "add --instead-of \(codeID)"
  }

  static let sameAddress =
    "the address: expected another one than the order has, found the same; nothing was done; "
    + "`orders resend` mails the codes to it again"

  static let shownBefore =
    "the order: expected codes that nobody has seen, found them shown on its page; the buyer has "
    + "them, or somebody else: replace or refund them instead"

  static let underWay =
    "the order: expected no mail under way, found one; nothing was done: run it again in a moment"

  static func rehearsalOpen(_ reference: Reference) -> String {
    "\(reference): expected no rehearsal under way, found this one; "
      + "`payments rehearse PROVIDER --resume` goes on with it"
  }

  static let rehearsalPaid =
    "the rehearsal: expected its money to be back, found it here; "
    + "`payments rehearse PROVIDER --resume` gives it back"

  static func badText(_ name: String) -> String {
    "\(name): expected one line of words, found otherwise"
  }
}
