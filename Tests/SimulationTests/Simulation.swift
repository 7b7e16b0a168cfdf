import Foundation
import Shop
import Storage
import Synchronization

/// One shop's life, every step of it decided by a seed, on a real SQLite file.
///
/// After each step the store's answer equals the model's; every few steps the whole file does.
final class Simulation {
  /// A step that went wrong.
  struct Mismatch: Error, CustomStringConvertible {
    let step: Int
    let what: String
    var description: String { "step \(step): \(what)" }
  }

  static let skus = ["GAME-50", "GIFT-100", "LIFE-1"].compactMap(SKU.init)
  static let start = Timestamp(seconds: 1_795_000_000)

  var generator: SplitMix64
  var model: Model
  var store: Store
  var step = 0
  /// What happened, line by line: the same for the same seed.
  var trace: [String] = []
  /// Events that were settled, for repeats.
  var settled: [PaymentEvent] = []
  /// Everything that a Message-ID ever said.
  var messages: [String: OwedMessage] = [:]
  /// What each Message-ID was rendered as before it was tried first.
  var kept: [String: RenderedMessage] = [:]
  var tokens: [OrderToken] = []
  /// Checkouts that were paid without a webhook, and those that were found by asking.
  var unheard: Set<Reference> = []
  var found: Set<Reference> = []
  var counter = 0
  /// The clock of the machine, which jumps; the model's never runs back.
  var clock = start
  /// Where the vault's clock goes back to when an operation is undone.
  private var before = start
  let disk = Disk()

  private let root: String
  private let key: VaultKey
  private var runs = 0

  init(seed: UInt64) throws {
    generator = SplitMix64(seed: seed)
    model = Model(now: Self.start)
    var template = Array("/tmp/cardstock-simulation-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil, let key = VaultKey(bytes: Array(1...32)) else {
      throw Mismatch(step: 0, what: "no temporary folder")
    }
    root = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    self.key = key
    store = try Store(folder: root + "/0", key: key, randomness: generator, now: Self.start)
    store.close()
    store = try open("0")
  }

  deinit {
    store.close()
    do {
      try FileManager.default.removeItem(atPath: root)
    } catch {
      trace.append("\(root) stays: \(error)")
    }
  }

  private func open(_ name: String) throws -> Store {
    runs += 1
    return try Store(
      folder: root + "/" + name,
      key: key,
      randomness: SplitMix64(seed: generator.next()),
      probe: disk.probe,
      now: model.now
    )
  }

  /// The power goes: what is in the file and its WAL is all that there is.
  func crash() throws {
    let (old, new) = ("\(root)/\(runs - 1)", "\(root)/\(runs)")
    let files = FileManager.default
    let attributes = [FileAttributeKey.posixPermissions: NSNumber(value: 0o700)]
    try files.createDirectory(
      atPath: new,
      withIntermediateDirectories: false,
      attributes: attributes
    )
    for name in ["vault.sqlite", "vault.sqlite-wal"] {
      try files.copyItem(atPath: "\(old)/\(name)", toPath: "\(new)/\(name)")
    }
    store.close()
    try files.removeItem(atPath: old)
    store = try open("\(runs)")
  }

  /// One step; the dice say which.
  func advance() async throws {
    step += 1
    switch generator.below(100) {
    case 0..<18: try await openCheckout()
    case 18..<34: try await pay()
    case 34..<37: payUnheard()
    case 37..<40: try await ask()
    case 40..<45: try await repeatEvent()
    case 45..<49: try await refund()
    case 49: try await beginRefund()
    case 50..<53: try await beginPartialRefund()
    case 53..<55: try await answerRefunds()
    case 55: try await explainRefund()
    case 56..<58: try await dispute()
    case 58..<64: try await importCodes()
    case 64: try await voidCodes()
    case 65: try await replace()
    case 66..<68: try await release()
    case 68..<83: try await deliver()
    case 83: try await cancel()
    case 84..<88: try await askForMore()
    case 88..<96: jump()
    case 96..<98: try crash()
    default: try await failCommit()
    }
    if step % 25 == 0 { try checkPromises() }
    if step % 100 == 0 { try checkEverything() }
  }

  /// The clock goes on, or is set: a day forward, an hour back.
  private func jump() {
    let seconds: Int64 =
      switch generator.below(20) {
      case 0: 86_400
      case 1: -3_600
      default: Int64(1 + generator.below(3_600))
      }
    clock = clock.advanced(seconds: seconds)
    note("clock \(seconds)")
  }

  /// The moment of an operation, as the vault must understand it.
  func moment() -> Timestamp {
    before = model.now
    model.now = max(model.now, clock)
    return clock
  }

  /// Why the store refused; nil when it did what it was asked.
  func refusal(_ ask: (Store) async throws(StoreError) -> Void) async -> StoreError? {
    do throws(StoreError) {
      try await ask(store)
      return nil
    } catch {
      model.now = before
      return error
    }
  }

  func note(_ line: String) { trace.append("\(step) \(line)") }

  func expect(_ holds: Bool, _ what: @autoclosure () -> String) throws {
    guard holds else { throw Mismatch(step: step, what: what()) }
  }

  func next(_ prefix: String) -> String {
    counter += 1
    return "\(prefix)\(counter)"
  }
}

/// A disk that is full while it is told to be.
final class Disk: Sendable {
  private struct Full: Error {}

  let isFull = Atomic<Bool>(false)

  var probe: CommitProbe {
    CommitProbe { [self] in
      if isFull.load(ordering: .relaxed) { throw Full() }
    }
  }
}
