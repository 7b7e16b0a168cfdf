import Mustache
import Shop

extension Letter {
  /// The HTML part: one column, styled inline, without images; same content as the plain text.
  var html: String {
    let words = LetterWords.of(language)
    let paint = Paint(accent: front.accent)
    let unitValues = units.map { unit in
      [
        "heading": unit.heading, "code": unit.code, "pin": unit.pin,
        "faceValue": unit.faceValue, "validUntil": unit.validUntil,
      ]
      .compactMapValues { $0 }
    }
    var values: [String: Any] = [
      "lang": language.tag, "subject": subject, "shop": shopTitle, "home": front.baseURL,
      "headline": headline, "greeting": words.greeting, "opening": opening,
      "product": productTitle, "accent": paint.accent, "onAccent": paint.onAccent,
      "facts": facts.map { ["label": $0.label, "value": $0.value] },
      "units": unitValues, "hasUnits": !units.isEmpty,
      "codeLabel": words.code, "pinLabel": words.pin, "validLabel": words.validUntil,
      "faceLabel": words.faceValue, "keepSecret": words.keepSecret, "orderPage": words.orderPage,
      "orderPageNote": orderPageNote, "hasRedeem": !redeem.isEmpty,
      "howToRedeem": words.howToRedeem, "redeem": LetterTemplate.styled(redeem.html),
      "support": support, "supportAddress": front.support.text, "automatic": words.automatic,
    ]
    values["orderURL"] = orderURL
    return LetterTemplate.compiled.render(values)
  }
}
