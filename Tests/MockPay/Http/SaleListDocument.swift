/// The answer of `GET /_mock/sales`: what was opened at one provider, and what became of it.
struct SaleListDocument: Encodable {
  struct Item: Encodable {
    let id: String
    /// The shop's own number.
    let order: String
    let state: String

    init(_ sale: Sale) {
      id = sale.id
      order = sale.orderNumber
      state = "\(sale.state)"
    }
  }

  let sales: [Item]
}
