import GRDB
import Shop
import Synchronization

/// What one item of work may use while it runs on the commit thread, inside its savepoint.
///
/// Exists for one batch; never leaves the commit thread.
final class Transaction {
  let db: Database
  let sealing: Sealing
  let randomness: Randomness
  /// Names this run of the program: a delivery that was claimed under another name belongs to a run
  /// that has ended.
  let bootID: String
  /// How long the link to an order is valid.
  let linkLifetime: LinkLifetime
  /// The item's moment, or the latest moment ever seen when the clock is behind that: the vault's
  /// time does not run backwards.
  private(set) var now: Timestamp
  var head: LedgerHead
  /// Alarms of this batch, raised when it is durable.
  var alarms: [VaultAlarm] = []

  init(db: Database, marks: HighWaterMarks, vault: Vault) {
    self.db = db
    sealing = vault.sealing
    randomness = vault.randomness
    bootID = vault.bootID
    linkLifetime = vault.linkLifetime
    now = marks.clock
    head = marks.ledger
  }

  /// The high-water marks of the vault's clock and ledger, this batch included.
  var marks: HighWaterMarks { HighWaterMarks(clock: now, ledger: head) }

  /// Begins an item at its moment.
  func begin(at moment: Timestamp) {
    now = max(now, moment)
  }

  /// Sets the clock to a moment that a person accepted, which may be earlier.
  func setClock(to moment: Timestamp) { now = moment }

  /// Undoes a failed item here, as its savepoint does in the database.
  func rollBack(to marks: HighWaterMarks, alarms count: Int) {
    now = marks.clock
    head = marks.ledger
    alarms.removeLast(alarms.count - count)
  }
}

/// Values that only grow: passed from batch to batch, written once with each.
struct HighWaterMarks: Equatable, Sendable {
  var clock: Timestamp
  var ledger: LedgerHead
}

/// What all transactions of one run share.
struct Vault: Sendable {
  let sealing: Sealing
  let randomness: Randomness
  let bootID: String
  let linkLifetime: LinkLifetime
  /// Called on the commit thread, after the commit that noticed it.
  let alarm: @Sendable (VaultAlarm) -> Void
}

/// The source of tokens, references and Message-IDs: the system's, or a test's seed.
final class Randomness: Sendable {
  private let generator: Mutex<any RandomNumberGenerator & Sendable>

  init(_ generator: any RandomNumberGenerator & Sendable) {
    self.generator = Mutex(generator)
  }

  func token() -> OrderToken { generator.withLock { OrderToken(using: &$0) } }

  func reference() -> Reference { generator.withLock { Reference(using: &$0) } }
}
