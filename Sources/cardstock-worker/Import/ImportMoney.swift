import ArgumentParser
import Shop
import Text
import Worker

/// The currency of an import's amounts, and the calendar of its last days.
struct ImportMoney {
  /// The shop's calendar; UTC when no catalog can be read.
  let calendar: ShopCalendar
  /// The currency; nil when neither the command nor the catalog names one.
  let currency: Currency?
  /// What the catalog says that a card of the product is worth; nil where it says no number.
  let faceValue: Int64?

  /// Takes the given currency, or the product's.
  ///
  /// Refuses a SKU that the catalog does not sell unless `isSoldYet` is false, since codes under a
  /// mistyped SKU would never be sold.
  init(_ given: String?, sku: String, isSoldYet: Bool, catalogPath: String) throws {
    var product: CatalogDocument.ProductEntry?
    var calendar = ShopCalendar.utc
    do {
      let catalog = try CatalogDocument(path: catalogPath)
      calendar = ShopCalendar(of: catalog)
      product = catalog.products.first { $0.sku == sku }
      if product == nil {
        let near = catalog.products.map(\.sku).nearest(to: sku)
        let hint = near.map { "; did you mean \($0)?" } ?? ""
        try Self.expectSold("the catalog sells no \(sku)\(hint)", isSoldYet)
      }
    } catch let problem as CatalogProblem {
      try Self.expectSold("\(problem); days end as in UTC", isSoldYet)
    }
    self.calendar = calendar
    guard let text = given ?? product?.currency else {
      (currency, faceValue) = (nil, nil)
      return
    }
    guard let currency = Currency(text) else {
      Terminal.problem("--currency: expected three letters such as CNY, found `\(text)`")
      throw ExitCode(1)
    }
    self.currency = currency
    faceValue = product.flatMap { CodeFile.Options.worth($0.faceValue, in: currency) }
  }

  private static func expectSold(_ problem: String, _ isSoldYet: Bool) throws {
    guard isSoldYet else { return Terminal.note("warning: \(problem)") }
    Terminal.problem(problem)
    Terminal.next("correct --sku, build the shop, or pass --sku-not-yet-sold")
    throw ExitCode(1)
  }

  /// A decimal as minor units, or why it cannot be read.
  func minorUnits(_ text: String?) -> Result<Int64?, Fault> {
    guard let text else { return .success(nil) }
    guard let currency else { return .failure(.noCurrency) }
    do {
      return .success(try Money(parsing: text, currency: currency).minorUnits)
    } catch {
      return .failure(.notMoney(currency))
    }
  }

  /// Why an amount is refused.
  enum Fault: Error, CustomStringConvertible {
    case noCurrency
    case notMoney(Currency)

    var description: String {
      switch self {
      case .noCurrency: "expected a currency for face_value and cost; add --currency"
      case .notMoney(let currency):
        "expected a positive amount with at most \(currency.digits) decimals (\(currency))"
      }
    }
  }
}
