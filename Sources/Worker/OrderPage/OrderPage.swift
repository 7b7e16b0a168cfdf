import Shop
import Storage

/// A buyer's order as a page: the status, and the codes once they were asked for.
struct OrderPage {
  let view: Order.BuyerView
  let token: OrderToken
  /// Empty until the buyer has pressed the button.
  let units: [Order.AllocatedUnit]
  let frame: PageFrame

  func html() -> String {
    let words = frame.words
    let state = OrderState(view)
    return frame.render(
      "order",
      title: words.orderTitle,
      script: units.isEmpty ? nil : .copyScript,
      [
        "what": "\(view.line.title) × \(view.unitsLeft)",
        "state": state.sentence(words),
        "waiting": state.showsCodes && !view.waitingUnits.isEmpty
          ? words.unitsWaiting(view.waitingUnits) : nil,
        "hasUnits": !units.isEmpty,
        "units": units.map(unit),
        "canShow": units.isEmpty && state.showsCodes,
        "action": "/orders/\(token.text)",
        "how": units.isEmpty || view.line.redeem.isEmpty ? nil : view.line.redeem.html,
        "facts": facts,
      ]
    )
  }

  private func unit(_ unit: Order.AllocatedUnit) -> [String: Any] {
    let words = frame.words
    var values: [String: Any] = [
      "label": unit.count == 1 ? words.code : words.unit(unit.number, unit.count),
      "id": "code-\(unit.number)",
      "groups": CodeGroups.of(unit.code.code),
      "dashed": unit.code.code.contains("-"),
      "copy": words.copy,
      "copied": words.copied,
      "copyByHand": words.copyByHand,
      "pinLabel": words.pin,
      "worthLabel": words.faceValue,
      "expiresLabel": words.validUntil,
    ]
    values["pin"] = unit.code.pin
    values["worth"] = unit.faceValue.map { "\($0)" }
    values["expires"] = unit.expiresAt.map { end in
      frame.catalog.calendar.day(of: end).text(in: view.language)
    }
    return values
  }

  /// How many were bought, and how many of them were given back.
  private var quantity: String {
    let bought = view.line.quantity
    let taken = bought - view.unitsLeft
    return taken == 0 ? String(bought) : frame.words.quantityTaken(bought, taken)
  }

  private var facts: [FactRow] {
    let words = frame.words
    // Where each card says what it is worth, the product's own word would be one too many.
    let isSaidByUnits = !units.isEmpty && units.allSatisfy { $0.faceValue != nil }
    let rows = [
      FactRow(words.product, view.line.title),
      FactRow(words.faceValue, isSaidByUnits ? "" : view.line.faceValue),
      FactRow(words.quantity, quantity),
      .money(words.total, view.amount),
      FactRow(words.paid, view.paidAt.minuteText(in: view.language)),
      FactRow(words.email, "\(view.email)"),
      FactRow(words.order, view.reference.text, mono: true),
    ]
    return rows.filter { !$0.value.allSatisfy(\.isWhitespace) }
  }
}
