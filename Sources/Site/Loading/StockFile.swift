import Foundation
import Shop
import Text

/// Reads the stock levels of a file, in the form of the worker's `/stock.json`.
///
/// An unknown level is refused; an unknown SKU is ignored.
func readStock(_ file: String) throws(OutputRefusal) -> [SKU: StockLevel] {
  let refuse = { (found: String) in
    OutputRefusal.noStock(file, found: found)
  }
  let bytes: [UInt8]
  do throws(DiskError) {
    bytes = try Disk.read(file, limit: largestStock + 1)
  } catch {
    throw refuse(error.reason)
  }
  guard bytes.count <= largestStock else { throw refuse("more than 16 MiB") }
  let document: StockDocument
  do {
    document = try JSONDecoder().decode(StockDocument.self, from: Data(bytes))
  } catch {
    throw refuse("something else, which begins with \(beginning(of: bytes))")
  }
  guard document.version == 1 else { throw refuse("version \(document.version)") }
  var stock: [SKU: StockLevel] = [:]
  for (sku, level) in document.stock.sorted(by: { $0.key < $1.key }) {
    guard let known = StockLevel(rawValue: level) else {
      throw refuse("\(quoted(level)) for \(quoted(sku))")
    }
    if let sku = SKU(sku) { stock[sku] = known }
  }
  return stock
}

/// The largest file in bytes, enough for three hundred thousand products.
private let largestStock = 16 << 20

private func beginning(of bytes: [UInt8]) -> String {
  quoted(String(decoding: bytes.prefix(40), as: UTF8.self))
}
