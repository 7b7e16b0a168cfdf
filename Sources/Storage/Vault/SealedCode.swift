import Foundation
import GRDB
import Shop

/// A card code as the file holds it, bound to its row.
///
/// One byte for the length of the PIN plus one, or 0 for none; the PIN; the number likewise; the
/// code. The additional data name the whole row of the code: a sealed value in another row, or a
/// row with another SKU, batch or last day, does not open.
enum SealedCode {
  /// The row that a code is sealed for; the row's ID is known before it is inserted.
  struct Place {
    let id: Int64
    let batchID: Int64
    let sku: String
    let fingerprint: Data
    /// Milliseconds since 1970, `Schema.never` when there is no last day.
    let expiresAt: Int64

    init(id: Int64, batchID: Int64, sku: String, fingerprint: Data, expiresAt: Int64) {
      self.id = id
      self.batchID = batchID
      self.sku = sku
      self.fingerprint = fingerprint
      self.expiresAt = expiresAt
    }

    /// Reads `id`, `batchID`, `sku`, `fingerprint` and `expiresAt` of a row of `code`.
    init(_ row: Row) {
      self.init(
        id: row["id"],
        batchID: row["batchID"],
        sku: row["sku"],
        fingerprint: row["fingerprint"],
        expiresAt: row["expiresAt"]
      )
    }

    /// The same row under another SKU.
    func moved(to sku: SKU) -> Place {
      Place(
        id: id,
        batchID: batchID,
        sku: sku.text,
        fingerprint: fingerprint,
        expiresAt: expiresAt
      )
    }

    /// Numbers first and the fingerprint last, so that no two rows have the same name.
    fileprivate var name: String {
      let hash = fingerprint.base64EncodedString()
      return "\(id)\u{1F}\(batchID)\u{1F}\(expiresAt)\u{1F}\(sku)\u{1F}\(hash)"
    }
  }

  static func seal(_ code: CardCode, at place: Place, with sealing: Sealing) throws -> Data {
    var plain: [UInt8] = []
    for text in [code.pin, code.number] {
      plain.append(UInt8((text?.utf8.count).map { $0 + 1 } ?? 0))
      plain += Array((text ?? "").utf8)
    }
    plain += Array(code.code.utf8)
    return try sealing.seal(plain, as: .code, of: place.name)
  }

  /// Opens a sealed code; throws when it was not sealed for that row.
  static func open(_ sealed: Data, at place: Place, with sealing: Sealing) throws -> CardCode {
    var rest = try sealing.open(sealed, as: .code, of: place.name)[...]
    let part = { () -> String? in
      guard let mark = rest.popFirst(), mark > 0 else { return nil }
      defer { rest = rest.dropFirst(Int(mark) - 1) }
      return String(decoding: rest.prefix(Int(mark) - 1), as: UTF8.self)
    }
    let (pin, number) = (part(), part())
    let code = String(decoding: rest, as: UTF8.self)
    guard let opened = CardCode(code: code, pin: pin, number: number) else {
      throw StoreError.failed("a sealed code cannot be read")
    }
    return opened
  }

  /// Seals a code anew for its row under another SKU; nil when it was not sealed for that row.
  static func resealed(
    _ sealed: Data,
    at place: Place,
    for sku: SKU,
    with sealing: Sealing
  ) -> Data? {
    do {
      let code = try open(sealed, at: place, with: sealing)
      return try seal(code, at: place.moved(to: sku), with: sealing)
    } catch {
      return nil
    }
  }
}
