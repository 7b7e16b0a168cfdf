/// The page of one session: what is bought, and buttons for what may happen to it.
struct PayPage {
  let session: CheckoutSession
  let words: PayWords
  let isRefused: Bool

  var html: String {
    let request = session.request
    let items = request.items.map { item in
      let sum = money(item.unitAmount * item.quantity, request.currency)
      return
        "<tr><th scope=\"row\">\(escape(item.name)) × \(item.quantity)</th><td>\(sum)</td></tr>"
    }
    let total = money(request.total, request.currency)
    let body = """
      <table>
      \(items.joined(separator: "\n"))
      <tr class="total"><th scope="row">\(words.total)</th><td>\(total)</td></tr>
      </table>
      <p>\(words.email) \(escape(request.email ?? "–"))</p>
      \(isRefused ? "<p role=\"alert\" class=\"warning\">\(words.refused)</p>" : "")
      \(choices(total))
      """
    return document(words, body)
  }

  private func choices(_ total: String) -> String {
    switch session.status {
    case .open:
      """
      \(button("pay", "\(words.pay) \(total)", kind: "primary"))
      \(button("fail", words.fail))
      \(button("twice", words.twice))
      <p><a href="\(escape(session.request.cancelURL))">\(words.cancel)</a></p>
      """
    case .complete:
      """
      <p role="status">\(words.paid)</p>
      <p><a href="\(escape(session.returnURL))">\(words.back)</a></p>
      \(session.payments.map(paid).joined(separator: "\n"))
      """
    case .expired:
      """
      <p role="status">\(words.expired)</p>
      <p><a href="\(escape(session.request.cancelURL))">\(words.back)</a></p>
      """
    }
  }

  private func paid(_ payment: Payment) -> String {
    let currency = session.request.currency
    let (sum, back) = (money(payment.amount, currency), money(payment.refunded, currency))
    return """
      <section aria-labelledby="\(payment.id)">
      <h2 id="\(payment.id)">\(words.payment) <code>\(payment.id)</code></h2>
      <p>\(sum) · \(words.refunded) \(back)</p>
      \(refundForm(payment))
      \(disputeForms(payment))
      </section>
      """
  }

  private func refundForm(_ payment: Payment) -> String {
    let left = payment.amount - payment.refunded
    guard left > 0 else { return "" }
    return """
      <form method="post" action="/pay/\(session.id)/refund">
      <input type="hidden" name="payment" value="\(payment.id)">
      <label for="amount-\(payment.id)">\(words.amount)</label>
      <input id="amount-\(payment.id)" name="amount" type="number" required
        min="1" max="\(left)" value="\(left)">
      <button>\(words.refund)</button>
      </form>
      """
  }

  private func disputeForms(_ payment: Payment) -> String {
    switch payment.dispute {
    case nil:
      button("dispute", words.openDispute, payment: payment.id)
    case .open:
      button("won", words.winDispute, payment: payment.id)
        + button("lost", words.loseDispute, payment: payment.id)
    case .won, .lost:
      "<p>\(words.disputeIs): \(payment.dispute?.rawValue ?? "")</p>"
    }
  }

  private func button(
    _ action: String,
    _ label: String,
    payment: String? = nil,
    kind: String = "plain"
  ) -> String {
    let field = payment.map { "<input type=\"hidden\" name=\"payment\" value=\"\($0)\">" } ?? ""
    return """
      <form method="post" action="/pay/\(session.id)/\(action)">\(field)\
      <button class="\(kind)">\(label)</button></form>
      """
  }
}

/// All sessions of the run, for a person who wants to refund an earlier one.
struct ListPage {
  let sessions: [CheckoutSession]
  let words: PayWords

  var html: String {
    let rows = sessions.map { session in
      let total = money(session.request.total, session.request.currency)
      let names = session.request.items.map { escape($0.name) }.joined(separator: ", ")
      return "<li><a href=\"/pay/\(session.id)\">\(names)</a> · \(total) · \(session.status)</li>"
    }
    let list = rows.isEmpty ? "<p>\(words.none)</p>" : "<ul>\(rows.joined(separator: "\n"))</ul>"
    return document(words, "<h2>\(words.sessions)</h2>\n\(list)")
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
  let withoutDecimals = [
    "bif", "clp", "djf", "gnf", "jpy", "kmf", "krw", "mga", "pyg", "rwf", "vnd", "vuv", "xaf",
    "xof", "xpf",
  ]
  guard !withoutDecimals.contains(currency) else { return "\(minorUnits) \(currency.uppercased())" }
  let cents = minorUnits % 100
  return "\(minorUnits / 100).\(cents < 10 ? "0" : "")\(cents) \(currency.uppercased())"
}
