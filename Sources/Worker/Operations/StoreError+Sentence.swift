import Shop
package import Storage

extension StoreError {
  /// The error as one sentence for an operator, with what to do.
  package var sentence: String {
    switch self {
    case .busy: "the store is busy: nothing was done; try again in a moment"
    case .failed(let detail): "the store could not write: \(detail); nothing was kept"
    case .closed: "the store is closed: nothing was done"
    case .locked(let owner):
      "expected to be free, found in use\(owner.map { " by \($0)" } ?? ""); "
        + "stop the other process, or wait until its control socket answers"
    case .unreadable(let path, let reason):
      "\(path): expected to be read and written, found: \(reason); check owner, mode and space"
    case .exposed(let path, let mode):
      "\(path): expected no access for others, found mode \(mode); run `chmod go-rwx \(path)`"
    case .setting(let name, let expected, let found):
      "SQLite's \(name): expected \(expected), found \(found); use another file system or library"
    case .notAVault(let path):
      "\(path): expected a vault of this program, found another file; point `state` elsewhere"
    case .newerSchema(let found, let known):
      "the vault: expected schema \(known) or older, found \(found); use the newer release"
    case .wrongKey:
      "the key: expected the one that this vault was made with, found another; bring it back "
        + "from its copy, and do not make a new one"
    case .clockBehind(let seconds):
      "the clock: expected no earlier than what the vault has seen, found \(seconds) s behind; "
        + "set the clock; if what the vault has seen was wrong, `cardstock-worker clock accept`"
    case .guardMissing(let name):
      "the vault: expected the guard \(name), found it dropped or changed; restore a backup"
    case .broken(let view):
      "the vault: expected \(view) to be empty, found rows; do not sell, and ask for help"
    default: commandSentence
    }
  }

  /// What a command asked for and cannot have.
  private var commandSentence: String {
    switch self {
    case .altered:
      "the order: expected its rows as they were written, found them changed past the worker; give "
        + "the money back by `orders refund`, or bring the file back from a copy"
    case .noHeldPrice:
      "no such price waits to be accepted; `catalog show` tells which do, another catalog may have "
        + "come in between"
    case .unknownOrder:
      "no order has this reference; `orders list` shows those there are, and `checkouts show` what "
        + "was not paid yet"
    case .unknownDelivery: "no delivery has this number; `deliveries list` shows those there are"
    case .unknownBatch:
      "no batch has this name or number, or it was taken back; `batches list` shows those there are"
    case .ambiguousBatch(let ids):
      "the batch: expected one, found several of this name; say which by its number: "
        + ids.map(String.init).joined(separator: ", ")
    case .batchSold(let count):
      "the batch: expected one that nobody bought from, found \(count) of its codes with orders; "
        + "`codes void --batch` takes the rest off sale"
    case .batchUndone: "the batch: expected one that is in use, found it taken back before"
    case .batchOfSameSKU: "the batch: expected one of another SKU, found it there already"
    case .unknownCode:
      "no code has this ID, or the order has no such unit with a code; "
        + "`orders show` lists an order's codes"
    case .fileOfOtherSKU(let sku):
      "the file: expected one that is new, found it imported as \(sku) before; "
        + "nothing was done: check --sku, or `batches move` what was imported"
    case .badChunk: "the import's lines came in disorder: nothing was done; run it again"
    case .notDeliverable:
      "the order: expected to be paid, found all of its money given back; there is nothing left to "
        + "hand over, and the buyer orders anew"
    case .onHold:
      "the order: expected not to be held, found held; `orders show` tells for what, `orders "
        + "release` lets it go"
    case .waitsForStock:
      "the order: expected codes, found none in stock for it yet; they go out by themselves as "
        + "soon as `codes import` brings some"
    case .notRetriable:
      "the delivery: expected failed or waiting, found sent, blocked or under way; "
        + "`orders resend` mails an order once more"
    case .alreadyHeld:
      "the order: expected not to be held, found held; `orders show` tells for what"
    case .blockedAlready: "the buyer is blocked already; `block list` shows since when"
    case .notBlocked: "the buyer is not blocked; `block list` shows who is"
    case .notHeld:
      "the order: expected to be held, found otherwise; nothing was done: `orders show` tells "
        + "where it stands"
    case .disputed(.lost):
      "the order: expected no lost dispute, found one: the bank gave the money to the buyer, and "
        + "the codes stay here; nothing was done"
    case .disputed:
      "the order: expected its disputes to be won, found one that is open; answer it at the "
        + "provider, and release the order when its message says that it is won"
    case .moneyWentBack:
      "the order: expected all of its money to be here, found some given back; say what for by "
        + "`orders release --units N` or `--goodwill`, or give back what is left by `orders refund`"
    case .codesRevoked:
      "the order: expected codes that may go out, found them revoked when its money went back; "
        + "`orders refund` gives back what is left"
    default: moneySentence
    }
  }

  /// What a command about money asked for and cannot have.
  private var moneySentence: String {
    switch self {
    case .unknownCheckout:
      "no checkout has this reference; the buyer's page and the provider's books show it"
    case .unknownPayment:
      "the payment: expected one that came and is not given back whole, found none; "
        + "`payments list` shows those there are"
    case .unknownRefund: "no refund has this ID; nothing was done"
    case .refundOpen:
      "the payment: expected no refund under way, found one; the running worker asks for it again "
        + "until the provider has said what came of it"
    case .refundedBefore:
      "the checkout: expected no money of it given back, found a refund; have the buyer order anew"
    case .refundTooLarge(let left): "--amount: expected at most \(left), found more"
    case .nothingLeft, .tooFewUnits, .notOfOrder, .unitsOut, .refundUnexplained,
      .nothingToExplain, .refundIsNotUnits:
      partSentence
    case .alreadyPaid:
      "the checkout: expected to be unpaid, found paid; `orders show` tells where it stands"
    case .proofUsed(let other):
      "--reference: expected a payment that is new, found one used for "
        + "\(other?.text ?? "another checkout"); each counts once"
    case .unknownUnit:
      "--unit: expected a unit that has a code, found none; `orders show` lists them by number"
    case .unitWaits:
      "the order: expected a code, found one that was revoked and waits for another; it goes out "
        + "by itself as soon as `codes import` brings stock"
    case .shownBefore:
      "the order: expected codes that nobody has seen, found them shown on its page; the buyer has "
        + "them, or somebody else: replace or refund them instead"
    case .underWay:
      "the order: expected no mail under way, found one; nothing was done: run it again in a moment"
    case .rehearsalOpen(let reference):
      "\(reference): expected no rehearsal under way, found this one; "
        + "`payments rehearse PROVIDER --resume` goes on with it"
    case .rehearsalPaid:
      "the rehearsal: expected its money to be back, found it here; "
        + "`payments rehearse PROVIDER --resume` gives it back"
    case .badText(let name): "\(name): expected one line of words, found otherwise"
    default: "the store refused: \(self)"
    }
  }

  /// What a command about a part of an order's money asked for and cannot have.
  private var partSentence: String {
    switch self {
    case .nothingLeft:
      "the refund: expected to leave units and some of the money, found one of them gone; give the "
        + "money back whole by `orders refund` without --units, --goodwill and --amount"
    case .tooFewUnits(let count):
      "--units: expected fewer than the \(count) that the order has, found more"
    case .notOfOrder(let number):
      "--unit: expected a unit that the order still has, found \(number); `orders show` lists them"
    case .unitsOut(let numbers):
      "--units: expected those that are out while their refund was refused, unit "
        + "\(numbers.map(String.init).joined(separator: ", ")), found others; ask for "
        + "\(numbers.count) once more, or `orders release` gives the buyer new codes for them"
    case .refundUnexplained:
      "the order: expected to know what the money was for that went back already, found it unsaid; "
        + "`orders release --units N` or `--goodwill` says it"
    case .nothingToExplain:
      "the order: expected money that went back and nobody said what for, found none; "
        + "`orders release` without --units and --goodwill lets a held order go"
    case .refundIsNotUnits(let amount):
      "--units: expected at least as many as cost \(amount), which went back, found fewer; "
        + "--goodwill leaves the buyer all of them"
    default: "the store refused: \(self)"
    }
  }

  /// Whether the same command may work in a moment.
  var isPassing: Bool { self == .busy || self == .underWay }
}
