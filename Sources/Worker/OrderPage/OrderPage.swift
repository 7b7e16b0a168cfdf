import Shop
import Storage

/// A buyer's order as a page: where it stands, and the codes once the buyer asks for them.
struct OrderPage {
  let view: Order.BuyerView
  let token: OrderToken
  /// The units whose codes are shown; empty until the buyer presses the button.
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
          ? words.unitsWaiting(view.waitingUnits) : view.queuePlace.map(words.queuePlace),
        "cancel": view.queuePlace == nil
          ? nil
          : [
            "url": Route.orderCancel(token).path, "label": CancelWords.of(view.language).button,
          ],
        "hasUnits": !units.isEmpty,
        "units": units.map(unit),
        "canShow": units.isEmpty && state.showsCodes,
        "action": Route.order(token).path,
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
      "numberLabel": words.number,
      "worthLabel": words.faceValue,
      "expiresLabel": words.validUntil,
    ]
    values["pin"] = unit.code.pin
    values["number"] = unit.code.number
    values["worth"] = unit.faceValue.map { PriceText($0, in: frame.language).faceText }
    values["expires"] = unit.expiresAt.map { end in
      frame.catalog.calendar.day(of: end).text(in: view.language)
    }
    return values
  }

  /// How many units were bought, and how many of them were taken back.
  private var quantity: String {
    let bought = view.line.quantity
    let taken = bought - view.unitsLeft
    return taken == 0 ? String(bought) : frame.words.quantityTaken(bought, taken)
  }

  private var facts: [FactRow] {
    let words = frame.words
    // The product's face value is left out when each card states its own.
    let isSaidByUnits = !units.isEmpty && units.allSatisfy { $0.faceValue != nil }
    let rows = [
      FactRow(words.product, view.line.title),
      FactRow(words.faceValue, isSaidByUnits ? "" : view.line.faceValue),
      FactRow(words.quantity, quantity),
      .money(words.total, view.amount, in: frame.language),
      FactRow(words.paid, view.paidAt.minuteText(in: view.language)),
      FactRow(words.email, "\(view.email)"),
      FactRow(words.order, view.reference.text, mono: true),
    ]
    return rows.filter { !$0.value.allSatisfy(\.isWhitespace) }
  }
}

/// Cuts a code into short groups, so that a person can copy it by hand.
///
/// Joined, the groups are the code, byte for byte: the gaps between them are CSS and never copied.
package enum CodeGroups {
  /// Groups of four characters; a code with dashes is cut after each dash instead.
  ///
  /// A code with any other character than letters, digits and dashes, such as a URL, stays whole.
  package static func of(_ code: String) -> [String] {
    let isPlain = code.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "-")
    }
    guard isPlain else { return [code] }
    guard !code.contains("-") else { return dashed(code) }
    var groups: [String] = []
    var rest = code[...]
    while !rest.isEmpty {
      groups.append(String(rest.prefix(4)))
      rest = rest.dropFirst(4)
    }
    return groups
  }

  private static func dashed(_ code: String) -> [String] {
    var groups = [""]
    for character in code {
      groups[groups.count - 1].append(character)
      if character == "-" { groups.append("") }
    }
    return groups.filter { !$0.isEmpty }
  }
}
