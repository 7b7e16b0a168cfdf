import ArgumentParser
import Shop
import Worker

/// `report`: what was sold.
struct Reports: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Orders, gross, fees, refunds, disputes, net, cost and margin of a day or a month.",
    subcommands: [DayReport.self, MonthReport.self]
  )
}

/// `report day`.
struct DayReport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "day",
    abstract: "Reports one day by product, provider and currency; today when none is named.",
    discussion: """
      The day is the shop's, by `timezone` of its site.yaml. Fees are known once a provider's \
      statement was matched; what is not known yet is counted. Refunds count on the day that they \
      were heard, and cost is that of the codes bound.

      EXAMPLES
        cardstock-worker report day
        cardstock-worker report day 2026-11-20 --format csv
      """
  )

  @OptionGroup var options: SettingsOptions
  @Argument(help: ArgumentHelp("The day.", valueName: "YYYY-MM-DD")) var day: String?
  @Option(help: "text for people, csv for spreadsheets, json for programs.")
  var format = ReportFormat.text

  func validate() throws {
    if let day, CivilDate(day) == nil {
      throw ValidationError("the day: expected YYYY-MM-DD, found `\(day)`")
    }
  }

  func run() async throws {
    try await SalesReports.say(of: day, options, format)
  }
}

/// `report month`.
struct MonthReport: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "month",
    abstract: "Reports one month by product, provider and currency; this one when none is named.",
    discussion: """
      EXAMPLES
        cardstock-worker report month
        cardstock-worker report month 2026-11 --format csv
      """
  )

  @OptionGroup var options: SettingsOptions
  @Argument(help: ArgumentHelp("The month.", valueName: "YYYY-MM")) var month: String?
  @Option(help: "text for people, csv for spreadsheets, json for programs.")
  var format = ReportFormat.text

  func validate() throws {
    if let month, ReportPeriod(month: month, in: .utc) == nil {
      throw ValidationError("the month: expected YYYY-MM, found `\(month)`")
    }
  }

  func run() async throws {
    try await SalesReports.say(of: month ?? "month", options, format)
  }
}

/// Writes a sales report to standard output.
private enum SalesReports {
  static func say(
    of period: String?,
    _ options: SettingsOptions,
    _ format: ReportFormat
  ) async throws {
    let link = try OperatorLink.open(try options.load())
    defer { link.close() }
    let report = try await link.perform(ReportSalesDocument(period: period))
    switch format {
    case .json: try Listing.say("report", report)
    case .csv:
      for line in report.csv.split(separator: "\r\n") { Terminal.say(String(line)) }
    case .text: say(report)
    }
  }

  private static func say(_ report: SalesReportDocument) {
    guard !report.lines.isEmpty else {
      Terminal.note("\(report.period) (\(report.timezone)): nothing was sold or given back")
      return
    }
    var table = Table(
      [
        "PROVIDER", "SKU", "ORDERS", "UNITS", "GROSS", "FEES", "REFUNDS", "DISPUTED", "NET", "COST",
        "MARGIN", "CURRENCY",
      ],
      figures: Set(2...10)
    )
    for line in report.lines + report.totals {
      let isTotal = line.provider.isEmpty
      table.add([
        isTotal ? "all" : line.provider, isTotal || !line.sku.isEmpty ? line.sku : "(no checkout)",
        String(line.orders), String(line.units), line.gross, line.fees, line.refunds,
        line.disputed, line.net, line.cost, line.margin, line.currency,
      ])
    }
    Terminal.table(table)
    for total in report.totals {
      if total.ordersWithoutFee > 0 {
        Terminal.note(
          "\(total.currency): the fees of \(Terminal.count(total.ordersWithoutFee, "order")) are "
            + "not known yet, so that net and margin are too high; `statements match` fetches them"
        )
      }
      if total.unitsWithoutCost > 0 {
        let codes = Terminal.count(total.unitsWithoutCost, "code")
        Terminal.note("\(total.currency): the cost of \(codes) was not imported")
      }
      if total.heldPayments > 0 {
        Terminal.note(
          "\(total.currency): \(Terminal.count(total.heldPayments, "payment")) of \(total.held) in "
            + "all made no order; `orders held` lists what of it was not given back"
        )
      }
    }
    Terminal.next("--format csv writes it for a spreadsheet")
  }
}
