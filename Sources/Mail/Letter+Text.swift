import Shop

extension Letter {
  /// The plain-text part, lines ended by a line feed; complete in itself.
  var plainText: String {
    let words = LetterWords.of(language)
    let colon = language == .chinese ? "：" : ": "
    var blocks = [words.greeting, opening]
    let facts = self.facts.map { "\($0.label)\(colon)\($0.value)" }
    blocks.append(([productTitle] + facts).joined(separator: "\n"))
    for unit in units {
      var lines: [String] = []
      if let heading = unit.heading { lines.append(heading) }
      lines.append("\(words.code)\(colon)\(unit.code)")
      if let pin = unit.pin { lines.append("\(words.pin)\(colon)\(pin)") }
      if let worth = unit.faceValue { lines.append("\(words.faceValue)\(colon)\(worth)") }
      if let day = unit.validUntil { lines.append("\(words.validUntil)\(colon)\(day)") }
      blocks.append(lines.joined(separator: "\n"))
    }
    if !units.isEmpty { blocks.append(words.keepSecret) }
    if let orderURL { blocks.append("\(orderPageNote)\n\(orderURL)") }
    if !redeem.isEmpty { blocks.append("\(words.howToRedeem)\n\n\(redeem.text)") }
    blocks.append("\(support)\n\(front.support.text)")
    blocks.append("-- \n\(shopTitle)\n\(front.baseURL)\n\(words.automatic)")
    return blocks.joined(separator: "\n\n") + "\n"
  }
}
