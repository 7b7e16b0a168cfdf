import Shop

/// The text that `cardstock new product` begins a file with: to be written over, and refused where
/// it stands in a product that is for sale.
enum StarterText {
  /// In the shop's language, or else in English.
  static func body(in language: LanguageTag) -> String {
    bodies[language] ?? bodies[.english] ?? ""
  }

  /// Every line of it that is the editor's to replace; a heading may stay.
  static let lines: Set<String> = Set(
    bodies.values.flatMap { body in
      body.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
    }
  ).union(PlaceholderText.olderLines)

  /// Whether a line may be one of them; asked of every line of a shop.
  static func mayHold(_ line: ArraySlice<UInt8>) -> Bool {
    guard let first = line.first(where: { $0 != 0x20 && $0 != 0x09 }) else { return false }
    return beginnings[Int(first)] && line.count <= longest
  }

  private static let beginnings: [Bool] = {
    let first = Set(lines.compactMap(\.utf8.first))
    return (0...UInt8.max).map(first.contains)
  }()
  private static let longest = (lines.map(\.utf8.count).max() ?? 0) + 80

  private static let mark = Placeholder.mark

  private static let bodies: [LanguageTag: String] = [
    .chinese: "\(mark)：用一两句话说明这是什么、在哪里可以使用。\n\n## 使用说明\n\n1. \(mark)：第一步。",
    .taiwanese: "\(mark)：用一兩句話說明這是什麼、在哪裡可以使用。\n\n## 使用說明\n\n1. \(mark)：第一步。",
    .english: """
    \(mark): say in a sentence or two what it is and where it works.

    ## How to redeem

    1. \(mark): first step.
    """,
  ]
}
