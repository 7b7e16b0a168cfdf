import Crypto
import Foundation
package import Shop

extension CatalogDocument {
  /// What `hash` must be: lower-case hex SHA-256 over the document with an empty hash, as JSON with
  /// sorted keys and without escaped slashes; the generator computes the same.
  package var contentHash: String {
    var document = self
    document.hash = ""
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let bytes: Data
    do {
      bytes = try encoder.encode(document)
    } catch {
      preconditionFailure("a catalog of strings and integers can always be encoded: \(error)")
    }
    return SHA256.hash(data: bytes).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
