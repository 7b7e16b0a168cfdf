import Shop
import Text

extension RedeemSection {
  /// The section below a heading, up to the next of its level or above; nil when it is empty.
  init?(under heading: MarkdownNode, blocks: BlockLines, phrases: Phrases) {
    var html = HTMLRendering(blocks: blocks, phrases: phrases, firstLine: 1, place: .letter)
    var text = PlainTextRendering(blocks: blocks)
    var node = heading.next
    // Headings alone are no instructions.
    var hasText = false
    while let current = node {
      if case .heading = current.kind {
        if current.headingLevel <= heading.headingLevel { break }
      } else {
        hasText = true
      }
      if case .footnote = current.kind { break }
      html.render(current)
      text.render(current)
      node = current.next
    }
    // The section includes the footnotes that it refers to.
    while let current = node {
      if case .footnote = current.kind, html.footnoteMarks[current.footnoteNumber] != nil {
        html.render(current)
        text.render(current)
      }
      node = current.next
    }
    self.init(html: html.pieces.map(Piece.init), text: text.pieces)
    if isEmpty || !hasText { return nil }
  }
}

extension RedeemSection.Piece {
  fileprivate init(_ piece: HTMLRendering.Piece) {
    switch piece {
    case .html(let html), .checklist(let html): self = .ready(html)
    case .product(let slug): self = .product(slug: slug)
    case .address(let address): self = .address(address)
    // Rendering for a letter makes links of pictures, so this does not occur.
    case .image(let image): self = .ready(image.alt.escapedForHTML)
    }
  }
}

/// The headings of a text's "how to redeem" sections, under all names that shops use.
struct RedeemHeadings {
  /// The headings at the top level, outside of lists and quotes.
  private let found: [MarkdownNode]
  /// The heading whose section is sent; the theme's own name takes precedence.
  let chosen: MarkdownNode?
  /// A paragraph that seems to be meant as such a heading.
  private let nearly: MarkdownNode?

  /// `own` is the theme's name of the section in the text's language.
  init(in root: MarkdownNode, also own: String) {
    let standard = Self.standard.union([Self.folded(own)])
    var found: [MarkdownNode] = []
    var best: MarkdownNode?
    var nearly: MarkdownNode?
    var node = root.firstChild
    while let current = node {
      node = current.next
      switch current.kind {
      case .heading:
        let text = Self.folded(current.plainText)
        guard standard.contains(text) || Self.isUsualInAnyForm(text) else { continue }
        found.append(current)
        if best == nil, standard.contains(text) { best = current }
      case .paragraph where nearly == nil && found.isEmpty:
        let plain = current.plainText
        guard plain.utf8.count <= Self.longest else { continue }
        let text = Self.folded(plain.trimmingHashes)
        if standard.contains(text) || Self.isUsualInAnyForm(text) { nearly = current }
      default: break
      }
    }
    // `## 登录方式` beside `## 使用说明` is another matter.
    let certain = found.filter { best?.line == $0.line || !Self.isLoose(Self.folded($0.plainText)) }
    if !certain.isEmpty { found = certain }
    self.found = found
    chosen = best ?? found.first
    self.nearly = found.isEmpty ? nearly : nil
  }

  /// Whether a paragraph seems to be meant as such a heading.
  var isNearly: Bool { nearly != nil }

  /// Warnings for sections that are not sent and seem to be meant to.
  func warnings(in file: ContentFile) -> [ContentProblem] {
    if let nearly {
      let text = nearly.plainText.trimmingHashes
      return [
        file.problem(
          .instructionsAsText,
          line: nearly.line,
          "expected a heading over the instructions, found \(quoted(text)) as plain text, so that "
            + "no instructions are sent with the codes; write `## \(printable(text))`"
        )
      ]
    }
    guard let chosen else { return [] }
    return found.filter { $0.line != chosen.line }.map { other in
      file.problem(
        .secondInstructions,
        line: other.line,
        "expected one section of instructions, found \(quoted(other.plainText)) beside "
          + "\(quoted(chosen.plainText)) in line \(file.bodyLine + chosen.line - 1), which alone "
          + "is sent with the codes; put the two together, or call this one something else"
      )
    }
  }

  private static let standard = Set(
    Phrases.builtIn.values.map { folded($0[.redeemHeading]) }
  )

  /// The most bytes of a paragraph that may be a heading: 48 characters and what folding removes.
  private static let longest = 240

  /// A heading in lower case, without numbering, remarks in brackets, and punctuation at its ends.
  private static func folded(_ heading: String) -> String {
    var text = Array(heading.lowercased().unicodeScalars)[...]
    text = withoutNumber(text)
    if let last = text.last, closing.contains(last),
      let open = text.lastIndex(where: { opening.contains($0) }), open > text.startIndex,
      1...20 ~= text.endIndex - open - 2
    {
      text = text[..<open]
    }
    let isEdge = { (scalar: Unicode.Scalar) in !scalar.properties.isAlphabetic }
    guard let start = text.firstIndex(where: { !isEdge($0) }),
      let end = text.lastIndex(where: { !isEdge($0) })
    else { return "" }
    let words = text[start...end].split(whereSeparator: \.properties.isWhitespace)
    return words.map { String(String.UnicodeScalarView($0)) }.joined(separator: " ")
  }

  private static let opening = Set("（(【[".unicodeScalars)
  private static let closing = Set("）)】]".unicodeScalars)
  private static let numerals = Set("一二三四五六七八九十".unicodeScalars)
  private static let numberEnds = Set("、.．)）】]".unicodeScalars)

  /// The text without a leading `（三）` or `二、`.
  private static func withoutNumber(
    _ text: ArraySlice<Unicode.Scalar>
  ) -> ArraySlice<Unicode.Scalar> {
    let inner = text.first.map(opening.contains) == true ? text.dropFirst() : text
    let rest = inner.drop(while: numerals.contains)
    guard rest.count < inner.count, let end = rest.first, numberEnds.contains(end) else {
      return text
    }
    return rest.dropFirst()
  }

  /// Whether a text is a usual heading, also with blanks between Chinese words or in two languages:
  /// `使用 说明`, `使用说明 How to redeem`.
  private static func isUsualInAnyForm(_ text: String) -> Bool {
    if isUsual(text) { return true }
    let words = text.split(separator: " ")
    let isChinese = { (word: Substring) in word.unicodeScalars.contains(where: \.isCJK) }
    let chinese = words.filter(isChinese).joined()
    let latin = words.filter { !isChinese($0) }.joined(separator: " ")
    guard words.count > 1, !chinese.isEmpty else { return false }
    let isKnown = { (text: String) in isUsual(text) || standard.contains(text) }
    return isKnown(chinese) && (latin.isEmpty || isKnown(latin))
  }

  /// Whether a text is a usual heading, such as `使用方法`, `卡密兑换步骤` or `How to activate your key`.
  private static func isUsual(_ text: String) -> Bool {
    guard text.count <= 48 else { return false }
    if alone.contains(text) { return true }
    if let act = acts.first(where: text.hasBytes) {
      let isAsked = asking.contains { text.hasPrefix($0 + act) || text.hasPrefix($0 + "用") }
      let isNamed = names.contains { name in
        [act + name, act + "的" + name].contains { text.hasSuffix($0) } && text.count <= 14
      }
      return isAsked || isNamed
    }
    let isAsked = questions.contains { question in
      verbs.contains { verb in
        rest(of: text, behind: "\(question) \(verb)").map { rest in
          rest.count <= 30 && rest.first.map { !$0.isLetter && !$0.isNumber } ?? true
        } ?? false
      }
    }
    let isDone = deeds.contains { deed in
      objects.contains { rest(of: text, behind: "\(deed) \($0) ").map { $0.count <= 30 } ?? false }
    }
    let isNamed = things.contains { thing in
      text == thing || kinds.contains { text == "\($0) \(thing)" }
    }
    return isAsked || isDone || isNamed
  }

  private static func rest(of text: String, behind beginning: String) -> Substring? {
    text.hasPrefix(beginning) ? text.dropFirst(beginning.count) : nil
  }

  private static let alone: Set<String> = [
    "兑换", "兌換", "用法", "怎么用", "怎麼用", "怎样用", "如何用", "操作步骤", "操作步驟", "操作说明", "操作說明", "操作方法",
    "redemption", "activation", "usage", "redeem",
  ]
  /// Whether a heading may be one of instructions, unless another is.
  private static func isLoose(_ text: String) -> Bool {
    alone.contains(text) || acts.first(where: text.hasBytes).map(looseActs.contains) == true
  }

  private static let looseActs = ["登录", "登錄", "开通", "開通", "提取"]
  private static let questions = [
    "how to", "how do i", "how do you", "how can i", "steps to", "guide to",
  ]
  private static let verbs = ["redeem", "use", "activate", "apply", "claim", "top up"]
  private static let deeds = ["redeem", "redeeming", "activate", "activating", "using"]
  private static let objects = ["it", "this", "your", "the"]
  private static let kinds = ["redeem", "redemption", "activation", "usage", "top-up"]
  private static let things = ["instruction", "instructions", "steps", "guide"]

  private static let acts = [
    "使用", "兑换", "兌換", "激活", "充值", "儲值", "啟動", "启用", "啟用", "领取", "領取", "绑定", "綁定", "安装", "安裝",
    "提取", "开通", "開通", "登录", "登錄",
  ]
  private static let names = [
    "说明", "說明", "说明书", "方法", "方式", "步骤", "步驟", "教程", "教學", "教学", "流程", "指南", "指引",
  ]
  private static let asking = ["如何", "怎么", "怎麼", "怎样", "怎樣"]
}

extension String {
  /// The text without leading hashes.
  fileprivate var trimmingHashes: String {
    String(drop { $0 == "#" || $0 == "＃" || $0 == " " || $0 == "\u{3000}" })
  }
}

extension ContentFile {
  /// A problem at a line of the file's Markdown, counted from 1.
  func problem(
    _ warning: Diagnostic?,
    line: Int,
    column: Int = 1,
    _ message: String,
    hint: String? = nil
  ) -> ContentProblem {
    let place = Position(line: bodyLine + line - 1, column: column)
    return source.problem(warning, at: place, message, hint: hint)
  }
}
