import Crypto
import Foundation
import Shop

/// Seals what a thief of the database must not read, and hashes what must be found again (I12).
///
/// Each use has its own key, derived from the vault's key by HKDF-SHA-256. A sealed record is one
/// version byte, a random 96-bit nonce, AES-256-GCM ciphertext and tag; its additional data name
/// the use and the row, so that a sealed value opens nowhere else.
struct Sealing: Sendable {
  enum Purpose: String, CaseIterable {
    case code, email, token, event, step, address, message, payer
  }

  /// What a keyed hash covers, so that a row that was edited in the file is noticed.
  enum Binding: String, CaseIterable {
    /// A checkout with its line: everything that decides a sale.
    case quote
    /// A product of a catalog build, as hosted payment links sell it.
    case price
    /// The terms of a product that were accepted last.
    case terms
  }

  private let code: SymmetricKey
  private let email: SymmetricKey
  private let token: SymmetricKey
  private let event: SymmetricKey
  private let step: SymmetricKey
  private let address: SymmetricKey
  private let message: SymmetricKey
  private let payer: SymmetricKey
  private let fingerprintKey: SymmetricKey
  private let similarKey: SymmetricKey
  private let emailIndex: SymmetricKey
  private let tokenIndex: SymmetricKey
  private let networkIndex: SymmetricKey
  private let formIndex: SymmetricKey
  private let blockIndex: SymmetricKey
  private let browserIndex: SymmetricKey
  private let ledger: SymmetricKey
  private let quote: SymmetricKey
  private let price: SymmetricKey
  private let terms: SymmetricKey
  /// Shows whether a key is the vault's, without revealing it.
  let keyCheck: Data

  private static let version: UInt8 = 1

  init(_ key: VaultKey) {
    let master = SymmetricKey(data: key.bytes)
    let derive = { (label: String) in
      HKDF<SHA256>.deriveKey(
        inputKeyMaterial: master,
        info: Data("cardstock/1/\(label)".utf8),
        outputByteCount: 32
      )
    }
    code = derive("seal/code")
    email = derive("seal/email")
    token = derive("seal/token")
    event = derive("seal/event")
    step = derive("seal/step")
    address = derive("seal/address")
    message = derive("seal/message")
    payer = derive("seal/payer")
    fingerprintKey = derive("hash/fingerprint")
    similarKey = derive("hash/similar")
    emailIndex = derive("hash/email")
    tokenIndex = derive("hash/token")
    networkIndex = derive("hash/network")
    formIndex = derive("hash/form")
    blockIndex = derive("hash/block")
    browserIndex = derive("hash/browser")
    ledger = derive("hash/ledger")
    quote = derive("bind/quote")
    price = derive("bind/price")
    terms = derive("bind/terms")
    keyCheck = Self.hash(Data("key check".utf8), derive("check"))
  }

  func seal(_ plain: some Sequence<UInt8>, as purpose: Purpose, of record: String) throws -> Data {
    let box = try AES.GCM.seal(
      Data(plain),
      using: key(for: purpose),
      authenticating: Self.name(purpose, record)
    )
    return [Self.version] + box.nonce + box.ciphertext + box.tag
  }

  func open(_ sealed: Data, as purpose: Purpose, of record: String) throws -> [UInt8] {
    guard sealed.first == Self.version else {
      throw StoreError.failed("\(purpose.rawValue) of \(record): unknown seal version")
    }
    let box = try AES.GCM.SealedBox(combined: sealed.dropFirst())
    return Array(
      try AES.GCM.open(
        box,
        using: key(for: purpose),
        authenticating: Self.name(purpose, record)
      )
    )
  }

  /// Keyed hashes of what makes a card one, by which any batch is searched for it.
  func marks(of card: CardCode) -> CardMarks<Data> {
    CardMarks(
      card,
      identity: { Self.hash(Data($0.utf8), fingerprintKey) },
      similarity: { Self.hash(Data($0.utf8), similarKey) }
    )
  }

  func hash(_ email: EmailAddress) -> Data {
    Self.hash(Data(email.normalized.utf8), emailIndex)
  }

  /// A keyed hash that finds a blocked buyer; without the key it tells nobody who that is.
  func hash(_ buyer: BlockedBuyer) -> Data {
    Self.hash(Data("\(buyer.kind.rawValue)\u{1F}\(buyer.key)".utf8), blockIndex)
  }

  func hash(_ token: OrderToken) -> Data {
    Self.hash(Data(token.text.utf8), tokenIndex)
  }

  func hash(_ token: BrowserToken) -> Data {
    Self.hash(Data(token.text.utf8), browserIndex)
  }

  /// Whether `hash` is that token's.
  func isHash(_ hash: Data, of token: BrowserToken) -> Bool {
    HMAC<SHA256>.isValidAuthenticationCode(
      hash,
      authenticating: Data(token.text.utf8),
      using: browserIndex
    )
  }

  func hash(network: String) -> Data { Self.hash(Data(network.utf8), networkIndex) }

  /// A keyed hash that recognizes a form that is sent twice; each fact is preceded by its length.
  func hash(form facts: [String]) -> Data {
    var data = Data()
    for fact in facts { data += Data("\(fact.utf8.count):".utf8) + Data(fact.utf8) }
    return Self.hash(data, formIndex)
  }

  /// Seals the end of the ledger, so that nobody without the key can cut or rewrite it.
  func ledgerSeal(_ head: LedgerHead) -> Data {
    Self.hash(withUnsafeBytes(of: head.seq.bigEndian) { Data($0) } + head.hash, ledger)
  }

  /// A keyed hash of facts in their order; each is preceded by its length, so that no two lists
  /// have the same bytes.
  func bind(_ facts: [String], as binding: Binding) -> Data {
    Data(HMAC<SHA256>.authenticationCode(for: Self.bytes(of: facts), using: key(for: binding)))
  }

  /// Whether `bound` is what `bind` made of these facts.
  func isBound(_ facts: [String], by bound: Data, as binding: Binding) -> Bool {
    HMAC<SHA256>.isValidAuthenticationCode(
      bound,
      authenticating: Self.bytes(of: facts),
      using: key(for: binding)
    )
  }

  private static func bytes(of facts: [String]) -> Data {
    var data = Data()
    for fact in facts {
      let bytes = Array(fact.utf8)
      withUnsafeBytes(of: UInt32(bytes.count).bigEndian) { data.append(contentsOf: $0) }
      data.append(contentsOf: bytes)
    }
    return data
  }

  private func key(for binding: Binding) -> SymmetricKey {
    switch binding {
    case .quote: quote
    case .price: price
    case .terms: terms
    }
  }

  private func key(for purpose: Purpose) -> SymmetricKey {
    switch purpose {
    case .code: code
    case .email: email
    case .token: token
    case .event: event
    case .step: step
    case .address: address
    case .message: message
    case .payer: payer
    }
  }

  private static func name(_ purpose: Purpose, _ record: String) -> Data {
    Data("\(purpose.rawValue)\u{1F}\(record)".utf8)
  }

  private static func hash(_ data: Data, _ key: SymmetricKey) -> Data {
    Data(HMAC<SHA256>.authenticationCode(for: data, using: key))
  }
}
