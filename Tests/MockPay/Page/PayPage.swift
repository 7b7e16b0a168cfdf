/// The page of one sale: what is bought, and buttons for what may happen to it.
struct PayPage {
  let sale: Sale
  let departure: Departure
  let words: PayWords
  let isRefused: Bool

  var html: String {
    let items = sale.lines.map { item in
      let sum = money(item.unitAmount * item.quantity, sale.currency)
      return
        "<tr><th scope=\"row\">\(escape(item.name)) × \(item.quantity)</th><td>\(sum)</td></tr>"
    }
    let total = money(sale.amount, sale.currency)
    let email = sale.email.map { "<p>\(words.email) \(escape($0))</p>" } ?? ""
    let body = """
      <p>\(words.provider) <strong>\(words.name(of: sale.provider))</strong></p>
      <p>\(words.number) <code>\(escape(sale.orderNumber))</code></p>
      <table>
      \(items.joined(separator: "\n"))
      <tr class="total"><th scope="row">\(words.total)</th><td>\(total)</td></tr>
      </table>
      \(email)
      \(isRefused ? "<p role=\"alert\" class=\"warning\">\(words.refused)</p>" : "")
      \(choices(total))
      """
    return document(words, body)
  }

  private func choices(_ total: String) -> String {
    switch sale.state {
    case .open:
      """
      \(button("pay", "\(words.pay) \(total)", kind: "primary"))
      \(button("fail", words.fail))
      \(sale.provider == .paypal ? button("declined", words.declined) : "")
      \(button("late", words.late))
      \(button("twice", words.twice))
      \(sale.cancelURL.map { link($0, words.cancel) } ?? "")
      """
    case .approved:
      "<p role=\"status\">\(words.approved)</p>\n\(back)"
    case .paid:
      """
      <p role="status">\(words.paid)</p>
      \(back)
      \(sale.payments.map(paid).joined(separator: "\n"))
      """
    case .ended:
      """
      <p role="status">\(words.expired)</p>
      \(button("late", words.late))
      \(sale.cancelURL.map { link($0, words.back) } ?? "")
      """
    }
  }

  private var back: String {
    switch departure {
    case .stay: "<p>\(words.stay)</p>"
    case .redirect(let address): link(address, words.back)
    case .form(let action, let fields):
      """
      <form method="post" action="\(escape(action))">
      \(fields.sorted { $0.key < $1.key }.map(hidden).joined(separator: "\n"))
      <button class="primary">\(words.back)</button></form>
      """
    }
  }

  private func paid(_ payment: Payment) -> String {
    let (sum, back) = (money(payment.amount, sale.currency), money(payment.refunded, sale.currency))
    return """
      <section aria-labelledby="p-\(payment.id)">
      <h2 id="p-\(payment.id)">\(words.payment) <code>\(payment.id)</code></h2>
      <p>\(sum) · \(words.refunded) \(back)</p>
      \(payment.refunds.map { refundRow($0, of: payment) }.joined(separator: "\n"))
      \(refundForm(payment))
      \(sale.provider.house.hasDisputes ? disputeForms(payment) : "")
      </section>
      """
  }

  private func refundRow(_ refund: Refund, of payment: Payment) -> String {
    let sum = money(refund.amount, sale.currency)
    let about = "\(sum) · \(words.state(refund.state))"
    let text = "<p>\(words.refund) <code>\(escape(refund.id))</code> · \(about)</p>"
    guard refund.state != .failed else { return text }
    let fields = ["payment": payment.id, "refund": refund.id]
    return text + button("refund-failed", words.failRefund, fields: fields)
  }

  private func refundForm(_ payment: Payment) -> String {
    guard payment.left > 0 else { return "" }
    return """
      <form method="post" action="/pay/\(sale.id)/refund">
      <input type="hidden" name="payment" value="\(payment.id)">
      <label for="amount-\(payment.id)">\(words.amount)</label>
      <input id="amount-\(payment.id)" name="amount" type="number" required
        min="1" max="\(payment.left)" value="\(payment.left)">
      <button>\(words.refund)</button>
      </form>
      """
  }

  private func disputeForms(_ payment: Payment) -> String {
    let fields = ["payment": payment.id]
    let isStripe = sale.provider == .stripe
    let prevent = isStripe ? button("prevented", words.preventDispute, fields: fields) : ""
    return switch payment.dispute {
    case nil:
      button("dispute", words.openDispute, fields: fields) + prevent
    case .open:
      button("won", words.winDispute, fields: fields)
        + button("lost", words.loseDispute, fields: fields) + prevent
    case .won, .lost, .prevented:
      "<p>\(words.disputeIs): \(payment.dispute?.rawValue ?? "")</p>"
    }
  }

  private func button(
    _ action: String,
    _ label: String,
    fields: [String: String] = [:],
    kind: String = "plain"
  ) -> String {
    let inputs = fields.sorted { $0.key < $1.key }.map(hidden).joined()
    return """
      <form method="post" action="/pay/\(sale.id)/\(action)">\(inputs)\
      <button class="\(kind)">\(label)</button></form>
      """
  }

  private func hidden(_ field: (key: String, value: String)) -> String {
    "<input type=\"hidden\" name=\"\(escape(field.key))\" value=\"\(escape(field.value))\">"
  }

  private func link(_ address: String, _ text: String) -> String {
    "<p><a href=\"\(escape(address))\">\(text)</a></p>"
  }
}

/// All sales of the run: a person "scans" a code here, or refunds an earlier one.
struct ListPage {
  let sales: [Sale]
  let words: PayWords

  var html: String {
    let (open, others) = (sales.filter { $0.state == .open }, sales.filter { $0.state != .open })
    return document(
      words,
      section(words.openSales, open) + section(words.sales, others)
    )
  }

  private func section(_ title: String, _ sales: [Sale]) -> String {
    let rows = sales.map { sale in
      let about = [
        words.name(of: sale.provider), money(sale.amount, sale.currency),
        escape(sale.orderNumber), words.state(sale.state),
      ]
      return "<li><a href=\"/pay/\(sale.id)\">\(escape(sale.title))</a>"
        + " · \(about.joined(separator: " · "))</li>"
    }
    let list = rows.isEmpty ? "<p>\(words.none)</p>" : "<ul>\(rows.joined(separator: "\n"))</ul>"
    return "<h2>\(title)</h2>\n\(list)\n"
  }
}

private func document(_ words: PayWords, _ body: String) -> String {
  """
  <!doctype html>
  <html lang="\(words.language)">
  <head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="robots" content="noindex">
  <title>\(words.title)</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="/assets/pay.css">
  </head>
  <body>
  <main>
  <h1>\(words.title)</h1>
  <p class="notice">\(words.notice)</p>
  \(body)
  </main>
  </body>
  </html>

  """
}

private func escape(_ text: String) -> String {
  text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    .replacing("\"", with: "&quot;").replacing("'", with: "&#39;")
}

/// An amount for people: `48.50 CNY`.
private func money(_ minorUnits: Int64, _ currency: String) -> String {
  "\(majorUnits(minorUnits, currency)) \(currency)"
}
