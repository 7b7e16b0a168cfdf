import Shop
package import Storage

/// What was sold in a day or a month, and what became of the money.
package struct SalesReportDocument: Codable, Equatable, Sendable {
  /// `YYYY-MM-DD` or `YYYY-MM`.
  package let period: String
  /// The IANA name of the time zone whose days are counted.
  package let timezone: String
  /// One line for each product, provider and currency.
  package let lines: [SalesLineDocument]
  /// One line for each currency.
  package let totals: [SalesLineDocument]

  init(_ report: SalesReport, in calendar: ShopCalendar) {
    period = "\(report.period)"
    timezone = calendar.name
    lines = report.lines.sorted { $0.key < $1.key }.map { key, sums in
      SalesLineDocument(
        sums,
        provider: key.provider.rawValue,
        sku: key.sku?.text ?? "",
        in: key.currency
      )
    }
    totals = report.totals.map { total in
      SalesLineDocument(total.sums, provider: "", sku: "", in: total.currency)
    }
  }

  /// The report as CSV: a heading, the lines, then the totals.
  package var csv: String {
    let heading = [
      "period", "row", "provider", "sku", "currency", "orders", "units", "gross", "fees",
      "refunds", "disputed", "net", "cost", "margin", "held", "orders_without_fee",
      "units_without_cost",
    ]
    let named = lines.map { ("line", $0) } + totals.map { ("total", $0) }
    return CSV.text(
      [heading]
        + named.map { kind, line in
          [
            period, kind, line.provider, line.sku, line.currency, "\(line.orders)",
            "\(line.units)", line.gross, line.fees, line.refunds, line.disputed, line.net,
            line.cost, line.margin, line.held, "\(line.ordersWithoutFee)",
            "\(line.unitsWithoutCost)",
          ]
        }
    )
  }
}

/// The sums of one line; amounts are plain decimals of its currency.
package struct SalesLineDocument: Codable, Equatable, Sendable {
  /// Empty in a total.
  package let provider: String
  /// Empty in a total, and for money that belongs to no checkout.
  package let sku: String
  /// The currency's three letters.
  package let currency: String
  /// How many orders were paid.
  package let orders: Int
  /// How many units they have.
  package let units: Int
  /// What buyers paid.
  package let gross: String
  /// What the provider kept.
  package let fees: String
  /// How much went back to buyers.
  package let refunds: String
  /// How much buyers' banks took back in lost disputes.
  package let disputed: String
  /// Gross less refunds, lost disputes and fees.
  package let net: String
  /// What the codes cost the shop.
  package let cost: String
  /// Net less cost.
  package let margin: String
  /// Payments that made no order; they are in none of the other sums.
  package let held: String
  /// How many payments made no order.
  package let heldPayments: Int
  /// Orders whose fee is not known from a statement yet.
  package let ordersWithoutFee: Int
  /// Codes whose import gave no cost in this currency.
  package let unitsWithoutCost: Int

  init(_ sums: SalesReport.Sums, provider: String, sku: String, in currency: Currency) {
    let decimal = { (units: Int64) in Money(minorUnits: units, currency: currency).decimal }
    self.provider = provider
    self.sku = sku
    self.currency = currency.code
    orders = sums.orders
    units = sums.units
    gross = decimal(sums.gross)
    fees = decimal(sums.fees)
    refunds = decimal(sums.refunds)
    disputed = decimal(sums.disputed)
    net = decimal(sums.net)
    cost = decimal(sums.cost)
    margin = decimal(sums.margin)
    held = decimal(sums.held)
    heldPayments = sums.heldPayments
    ordersWithoutFee = sums.ordersWithoutFee
    unitsWithoutCost = sums.unitsWithoutCost
  }
}

/// Reports what was sold in a day or a month.
package struct ReportSalesDocument: CommandDocument {
  /// `report`.
  package static let kind = OperationKind.reportSales

  /// `YYYY-MM-DD`, `YYYY-MM`, or `month` for this month; nil for today.
  let period: String?

  package init(period: String?) {
    self.period = period
  }

  /// Returns the report, by the shop's own days.
  package func perform(
    with commands: OperatorCommands,
    by person: Operator
  ) async throws -> SalesReportDocument {
    let calendar = commands.calendar()
    let today = calendar.day(of: commands.now())
    let named =
      switch period {
      case nil: ReportPeriod(day: today, in: calendar) as ReportPeriod?
      case "month": ReportPeriod(month: String("\(today)".prefix(7)), in: calendar)
      case let text?:
        CivilDate(text).map { ReportPeriod(day: $0, in: calendar) }
          ?? ReportPeriod(month: text, in: calendar)
      }
    guard let named else {
      throw CommandRefusal("the period", expected: "YYYY-MM-DD or YYYY-MM", found: period ?? "")
    }
    guard named.moments.lowerBound <= commands.now() else {
      throw CommandRefusal("the period: expected one that has begun, found \(named)")
    }
    let report = try await commands.read { (store) throws(StoreError) in
      try store.salesReport(of: named)
    }
    return SalesReportDocument(report, in: calendar)
  }
}
