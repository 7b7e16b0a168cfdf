import Hummingbird

/// UnionPay.
struct UnionPayHouse: House {
  func addRoutes(to group: RouterGroup<BasicRequestContext>, desk: SharedDesk) {}

  func payment(for sale: Sale, at now: Int64, in desk: inout Desk) -> Payment {
    Payment(id: desk.nextDigits(28), amount: sale.amount, paidAt: now)
  }

  func tell(_ news: News, of sale: Sale, at now: Int64, in desk: inout Desk) {}
}
