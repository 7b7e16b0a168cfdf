/// The page of one sale: what is bought, and buttons for what may happen to it.
struct PayPage {
  let sale: Sale
  let departure: Departure
  let isRefused: Bool

  private static let refusal = """
    <p role="alert" class="warning">The payment was refused. Nothing was charged; you may try \
    again.</p>
    """

  var html: String {
    let items = sale.lines.map { item in
      let sum = money(item.unitAmount * item.quantity, sale.currency)
      return
        "<tr><th scope=\"row\">\(escape(item.name)) × \(item.quantity)</th><td>\(sum)</td></tr>"
    }
    let total = money(sale.amount, sale.currency)
    let email = sale.email.map { "<p>Email: \(escape($0))</p>" } ?? ""
    let body = """
      <p>Paying with <strong>\(sale.provider.name)</strong></p>
      <p>Order number <code>\(escape(sale.orderNumber))</code></p>
      <table>
      \(items.joined(separator: "\n"))
      <tr class="total"><th scope="row">Total</th><td>\(total)</td></tr>
      </table>
      \(email)
      \(isRefused ? Self.refusal : "")
      \(choices(total))
      """
    return document(body)
  }

  private func choices(_ total: String) -> String {
    switch sale.state {
    case .open:
      """
      \(button("pay", "Pay \(total)", kind: "primary"))
      \(button("fail", "Fail the payment"))
      \(sale.provider == .paypal ? button("declined", "Pay with a card that is declined") : "")
      \(keeping)
      \(button("late", "Pay, but tell the shop only after the time is up"))
      \(button("twice", "Pay twice"))
      \(sale.cancelURL.map { link($0, "Cancel and go back to the shop") } ?? "")
      """
    case .approved:
      "<p role=\"status\">Agreed. The shop has to take the money now.</p>\n\(back)"
    case .paid:
      """
      <p role="status">Paid</p>
      \(back)
      \(sale.payments.map(paid).joined(separator: "\n"))
      """
    case .ended:
      """
      <p role="status">The time to pay is over.</p>
      \(button("late", "Pay, but tell the shop only after the time is up"))
      \(sale.cancelURL.map { link($0, "Back to the shop") } ?? "")
      """
    }
  }

  private var keeping: String {
    guard MockState.mayKeep.contains(sale.provider) else { return "" }
    return button("unfinished", "Pay, and let the provider keep it for now")
  }

  private var back: String {
    switch departure {
    case .stay: "<p>Done. The shop's own page goes on by itself.</p>"
    case .redirect(let address): link(address, "Back to the shop")
    case .form(let action, let fields):
      """
      <form method="post" action="\(escape(action))">
      \(fields.sorted { $0.key < $1.key }.map(hidden).joined(separator: "\n"))
      <button class="primary">Back to the shop</button></form>
      """
    }
  }

  private func paid(_ payment: Payment) -> String {
    let (sum, back) = (money(payment.amount, sale.currency), money(payment.refunded, sale.currency))
    return """
      <section aria-labelledby="p-\(payment.id)">
      <h2 id="p-\(payment.id)">Payment <code>\(payment.id)</code></h2>
      <p>\(sum) · Refunded so far \(back)</p>
      \(payment.isUnfinished ? button("finish", "Finish it", fields: ["payment": payment.id]) : "")
      \(payment.refunds.map { refundRow($0, of: payment) }.joined(separator: "\n"))
      \(refundForm(payment))
      \(sale.provider.behavior.hasDisputes ? disputeForms(payment) : "")
      </section>
      """
  }

  private func refundRow(_ refund: Refund, of payment: Payment) -> String {
    let sum = money(refund.amount, sale.currency)
    let about = "\(sum) · \(refund.state.rawValue)"
    let text = "<p>Refund <code>\(escape(refund.id))</code> · \(about)</p>"
    guard refund.state != .failed else { return text }
    let fields = ["payment": payment.id, "refund": refund.id]
    return text + button("refund-failed", "Let this refund fail", fields: fields)
  }

  private func refundForm(_ payment: Payment) -> String {
    guard payment.left > 0 else { return "" }
    return """
      <form method="post" action="/pay/\(sale.id)/refund">
      <input type="hidden" name="payment" value="\(payment.id)">
      <label for="amount-\(payment.id)">Amount to refund, in the smallest unit (cents, fen)</label>
      <input id="amount-\(payment.id)" name="amount" type="number" required
        min="1" max="\(payment.left)" value="\(payment.left)">
      <button>Refund</button>
      </form>
      """
  }

  private func disputeForms(_ payment: Payment) -> String {
    let fields = ["payment": payment.id]
    let isStripe = sale.provider == .stripe
    let prevent = isStripe ? button("prevented", "Let a dispute be prevented", fields: fields) : ""
    return switch payment.dispute {
    case nil:
      button("dispute", "Open a dispute", fields: fields) + prevent
    case .open:
      button("won", "Close it: the shop wins", fields: fields)
        + button("lost", "Close it: the buyer wins", fields: fields) + prevent
    case .won, .lost, .prevented:
      "<p>Dispute: \(payment.dispute?.rawValue ?? "")</p>"
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

  var html: String {
    let (open, others) = (sales.filter { $0.state == .open }, sales.filter { $0.state != .open })
    return document(
      section("Waiting to be paid", open) + section("Earlier", others)
    )
  }

  private func section(_ title: String, _ sales: [Sale]) -> String {
    let rows = sales.map { sale in
      let about = [
        sale.provider.name, money(sale.amount, sale.currency),
        escape(sale.orderNumber), sale.state.rawValue,
      ]
      return "<li><a href=\"/pay/\(sale.id)\">\(escape(sale.title))</a>"
        + " · \(about.joined(separator: " · "))</li>"
    }
    let list =
      rows.isEmpty
      ? "<p>None. Buy something in the shop.</p>" : "<ul>\(rows.joined(separator: "\n"))</ul>"
    return "<h2>\(title)</h2>\n\(list)\n"
  }
}

private func document(_ body: String) -> String {
  """
  <!doctype html>
  <html lang="en">
  <head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta name="robots" content="noindex">
  <title>Test payment</title>
  <link rel="icon" href="data:,">
  <link rel="stylesheet" href="/assets/pay.css">
  </head>
  <body>
  <main>
  <h1>Test payment</h1>
  <p class="notice">This is a test page. No money moves and no card is asked for.</p>
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

/// The style of the pay page: deliberately unlike the shop, so that nobody takes it for real.
let payStyle = """
  :root {
    color-scheme: light dark;
    --paper: #fff; --ink: #1c1c1e; --line: #8a8a90; --accent: #5a3fc0; --on-accent: #fff;
    --notice: #fff3c4; --notice-ink: #4a3800;
  }
  @media (prefers-color-scheme: dark) {
    :root {
      --paper: #17171a; --ink: #ececf0; --line: #7d7d86; --accent: #b9a8ff; --on-accent: #17171a;
      --notice: #4a3b00; --notice-ink: #ffeeb0;
    }
  }
  * { box-sizing: border-box; }
  body { margin: 0; background: var(--paper); color: var(--ink);
    font: 16px/1.5 system-ui, "PingFang SC", "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; }
  main { max-width: 480px; margin: 0 auto; padding: 24px 16px; overflow-wrap: anywhere; }
  h1 { font-size: 24px; } h2 { font-size: 17px; }
  .notice, .warning { padding: 12px 16px; border-radius: 8px;
    background: var(--notice); color: var(--notice-ink); }
  table { width: 100%; border-collapse: collapse; }
  th { text-align: start; font-weight: normal; } td { text-align: end; white-space: nowrap;
    font-variant-numeric: tabular-nums; }
  th, td { padding: 8px 0; } .total > * { font-weight: 600; border-top: 1px solid var(--line); }
  form { margin: 12px 0; } label { display: block; }
  input, button { font: inherit; width: 100%; min-height: 44px; padding: 8px 12px;
    border: 1px solid var(--line); border-radius: 8px;
    background: var(--paper); color: var(--ink); }
  form > label + input { margin: 4px 0 8px; }
  button { cursor: pointer; }
  .primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent);
    font-weight: 600; }
  a { color: var(--accent); display: inline-block; padding: 10px 0; }
  :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
  section { border-top: 1px solid var(--line); }

  """
