import GRDB
import Shop
import Synchronization

/// What one item of work may touch while it runs on the commit thread, inside its savepoint.
///
/// Lives for one batch; never leaves the commit thread.
final class Transaction {
  let db: Database
  let sealing: Sealing
  let randomness: Randomness
  /// Names this run of the program: a delivery that is claimed under
  /// another name is of a run that has ended.
  let bootID: String
  /// How long the link to an order leads there.
  let linkLifetime: LinkLifetime
  /// The item's moment, or the latest moment ever seen when the clock stands behind it: time in the
  /// vault does not run backwards.
  private(set) var now: Timestamp
  var head: LedgerHead
  /// What was noticed in this batch, told when it is durable.
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

  /// Where the vault's clock and ledger stand with this batch so far.
  var marks: HighWaterMarks { HighWaterMarks(clock: now, ledger: head) }

  /// Begins an item at its moment.
  func begin(at moment: Timestamp) {
    now = max(now, moment)
  }

  /// Goes by another moment from now on, which a person accepted: the one way back.
  func go(by moment: Timestamp) { now = moment }

  /// Forgets what a failed item did here; the savepoint has forgotten it in the database.
  func rollBack(to marks: HighWaterMarks, alarms count: Int) {
    now = marks.clock
    head = marks.ledger
    alarms.removeLast(alarms.count - count)
  }
}

/// What only ever grows: carried from batch to batch, written once with each.
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
  /// Called on the commit thread, after the commit that noticed something.
  let alarm: @Sendable (VaultAlarm) -> Void
}

/// The source of tokens, references and Message-IDs: the system's, or a test's seed.
final class Randomness: Sendable {
  private let generator: Mutex<any RandomNumberGenerator & Sendable>

  init(_ generator: any RandomNumberGenerator & Sendable) {
    self.generator = Mutex(generator)
  }

  func token() -> OrderToken { generator.withLock { Self.token(&$0) } }

  func reference() -> Reference { generator.withLock { Self.reference(&$0) } }

  private static func token(_ generator: inout some RandomNumberGenerator) -> OrderToken {
    OrderToken(using: &generator)
  }

  private static func reference(_ generator: inout some RandomNumberGenerator) -> Reference {
    Reference(using: &generator)
  }
}
