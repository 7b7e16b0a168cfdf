import GRDB
package import Shop

/// Why the store did not do what it was asked; the cases say what to do next.
package enum StoreError: Error, Equatable, Sendable {
  /// Too many items wait: nothing was done; try again in a moment.
  case busy
  /// Nothing was stored; try again unless the store is no longer healthy.
  case failed(String)
  /// The store was closed: nothing was done.
  case closed
  /// Another store holds the folder; who, where that is known.
  case locked(by: String?)
  /// The folder or file cannot be made or opened.
  case unreadable(path: String, reason: String)
  /// The folder was used before, and its vault is gone.
  case lost(path: String)
  /// Others than the worker's own user can reach the path.
  case exposed(path: String, mode: String)
  /// SQLite did not accept a setting that durability or the guards depend on.
  case setting(name: String, expected: String, found: String)
  /// The file belongs to another program.
  case notAVault(path: String)
  /// A newer release wrote the file.
  case newerSchema(found: Int, known: Int)
  /// The key file is not the one that this vault was made with.
  case wrongKey
  /// The clock is that far behind the latest moment of the vault.
  case clockBehind(seconds: Int64)
  /// A guard was dropped or changed.
  case guardMissing(String)
  /// A promise does not hold in the file; see `brokenViews`.
  case broken(view: String)
  /// A row or a sealed value was changed by something other than the worker.
  case altered
  /// No price of that catalog waits for a person.
  case noHeldPrice
  case unknownOrder
  case unknownCheckout
  case unknownDelivery
  case unknownBatch
  /// The file's codes are in the vault under another SKU.
  case fileOfOtherSKU(SKU)
  /// Several batches have the name: these are their IDs, newest first.
  case ambiguousBatch([Int64])
  /// All codes of the batch, that many, were bought: it can be neither moved nor taken back.
  case batchSold(Int)
  /// The batch was taken back before.
  case batchUndone
  /// The batch already has that SKU.
  case batchOfSameSKU
  /// No code has this ID, or the order has no such unit with a code.
  case unknownCode
  /// More lines than `Import.Line.mostPerChunk`, or not in rising order.
  case badChunk
  /// All of the order's money was given back.
  case notDeliverable
  /// A person has to release the order first.
  case onHold
  /// The order has no codes yet.
  case waitsForStock
  /// The buyer cancelled the order: it never gets codes.
  case cancelled
  /// The delivery is not one that `deliveries retry` can queue again.
  case notRetriable
  /// The order is neither on hold nor stopped by a refund.
  case notHeld
  /// The order is already on hold.
  case alreadyHeld
  /// The shop does not sell to this buyer.
  case refusedBuyer
  /// Too many unpaid checkouts are open.
  case tooManyOpen
  case blockedAlready
  case notBlocked
  /// A dispute of the order's money is open or lost: it may not be released.
  case disputed(Dispute)
  /// Money of the order went back: it may not be released.
  case moneyWentBack
  /// The order's codes were revoked when its money went back.
  case codesRevoked
  /// No payment that can be refunded has this name.
  case unknownPayment
  /// No refund has this ID.
  case unknownRefund
  /// A refund of the same payment is under way.
  case refundOpen
  /// The same refund was made a short while ago.
  case refundMade(Refund)
  /// Money of the checkout went back, or is to.
  case refundedBefore
  /// A partial refund would leave nothing of the order: it must be refunded whole.
  case nothingLeft
  /// The order has that many units, and one of them must stay.
  case tooFewUnits(Int)
  /// The order has no live unit with that number.
  case notOfOrder(unit: Int)
  /// The units with these numbers are taken out, and their money did not go back.
  case unitsOut([Int])
  /// Money went back without an explanation.
  case refundUnexplained
  /// No refund needs an explanation.
  case nothingToExplain
  /// That amount went back: more than the price of that many units.
  case refundIsNotUnits(Money)
  /// More than is left of the payment, or than the units cost.
  case refundTooLarge(left: Money)
  /// The checkout was paid: there is nothing to mark.
  case alreadyPaid
  /// The same proof of payment was used for another checkout.
  case proofUsed(Reference?)
  /// The order has no such unit with a code.
  case unknownUnit
  /// The unit, or each unit of the order, already waits for another code.
  case unitWaits
  /// The unit has another code than the bad one that was named, or it was replaced before and none
  /// was named; the associated value is the row of the code that it has.
  case replacedBefore(by: Int64)
  /// The order's codes were shown on its page.
  case shownBefore
  /// The order is mailed to that address already.
  case sameAddress
  /// A message of the order is being sent.
  case underWay
  /// A rehearsal with the provider is open: this one.
  case rehearsalOpen(Reference)
  /// The money of the rehearsal is here: it must go back first.
  case rehearsalPaid
  /// A text is empty or too long, or has characters that do not belong on one line.
  case badText(String)
}

extension StoreError {
  /// Keeps our own errors; gives SQLite's errors in its words, without the statement's values.
  init(_ error: any Error, path: String? = nil) {
    switch error {
    case let error as StoreError:
      if case .notAVault = error, let path { self = .notAVault(path: path) } else { self = error }
    case let error as DatabaseError:
      let words = "SQLite error \(error.extendedResultCode.rawValue): \(error.message ?? "")"
      if error.resultCode == .SQLITE_NOTADB, let path {
        self = .notAVault(path: path)
      } else if let path {
        self = .unreadable(path: path, reason: words)
      } else {
        self = .failed(words)
      }
    default: self = .failed("\(type(of: error))")
    }
  }

  /// Whether a failed read shows that the file or the disk under it is damaged.
  static func isDamage(_ error: any Error) -> Bool {
    guard let error = error as? DatabaseError else { return false }
    return switch error.resultCode {
    case .SQLITE_IOERR, .SQLITE_CORRUPT, .SQLITE_NOTADB: true
    default: false
    }
  }

  /// Whether the file or the disk under it can no longer be trusted.
  ///
  /// After a failed fsync the kernel may have dropped what it could not write: going on could
  /// acknowledge rows that are stored nowhere.
  static func isFatal(_ error: any Error) -> Bool {
    guard let error = error as? DatabaseError else { return false }
    return switch error.resultCode {
    case .SQLITE_IOERR, .SQLITE_CORRUPT, .SQLITE_NOTADB, .SQLITE_READONLY, .SQLITE_CANTOPEN: true
    default: false
    }
  }
}
