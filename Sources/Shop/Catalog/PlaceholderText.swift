/// What a template leaves to be written: harmless in a draft, a disgrace in a mail.
///
/// The generator looks for it in what an editor wrote, the worker in what a buyer would read.
package enum PlaceholderText {
  /// What stands for what is to be written, such as a price that nobody has set yet.
  ///
  /// In two parts, since our own sources may not have the word.
  package static let mark = "TO" + "DO"

  /// Titles that say nothing but that one is missing, in lower case.
  package static let emptyTitles: Set<String> = [
    "untitled", "new product", "product name", "product title", "title", "未命名", "新商品", "商品名称",
    "商品标题", "标题",
  ]

  /// What files began with that were made before such text had marks, line by line.
  package static let olderLines: Set<String> = [
    "用一两句话说明这是什么、在哪里可以使用。", "1. 第一步。",
    "Say in a sentence or two what it is and where it works.", "1. First step.",
  ]

  /// The first placeholder of a text that buyers read; nil when it has none.
  ///
  /// `language` is a tag such as `zh-CN`.
  package static func first(in text: String, language: String) -> String? {
    let primary = String(language.prefix { $0 != "-" }).lowercased()
    let rules = PlaceholderRule.all(inLanguage: primary, hasMarkup: false)
    for line in text.split(separator: "\n") {
      let plain = line.drop(while: \.isWhitespace)
      if olderLines.contains(String(plain)) { return String(plain) }
      let (whole, bytes) = (String(line), Array(line.utf8))
      let isLikely = rules.contains { $0.mayApply(to: bytes[...]) }
      guard isLikely, let range = rules.firstPlaceholder(in: whole) else { continue }
      return String(whole[range])
    }
    return nil
  }
}

/// One kind of placeholder: bytes that every one of it has, looked for first because a shop has
/// millions of lines, and the place of the first in a text.
package struct PlaceholderRule: Sendable {
  private let triggers: [[UInt8]]
  fileprivate let find: @Sendable (String) -> Range<String.Index>?

  private init(_ triggers: [String], _ find: @escaping @Sendable (String) -> Range<String.Index>?) {
    self.triggers = triggers.map { Array($0.utf8) }
    self.find = find
  }

  /// Whether a text of these bytes may hold one; cheap.
  package func mayApply(to bytes: ArraySlice<UInt8>) -> Bool {
    triggers.contains { bytes.holds($0) }
  }

  /// Every rule, for texts in a language, by its primary subtag: `zh`, `en`.
  ///
  /// Without markup nobody can tell an example of a code's form from a gap: crosses are none then.
  package static func all(inLanguage primary: String, hasMarkup: Bool = true) -> [PlaceholderRule] {
    // In these languages it is a word of titles: everything.
    let hasWordTodo = ["es", "pt", "gl", "it", "ca"].contains(primary)
    let crosses = hasMarkup ? [PlaceholderRule(["XXX", "xxxx"], Self.crosses)] : []
    return crosses + [
      PlaceholderRule(marks.sorted()) { mark(in: $0, isWord: hasWordTodo) },
      // `{{<` is a shortcode of another generator, which is told as such.
      PlaceholderRule(["{{"]) { $0.firstRange(of: /\{\{(?![<%])[^{}]*\}\}/) },
      PlaceholderRule(["orem ipsum", "OREM IPSUM", "orem Ipsum"]) {
        $0.firstRange(of: /(?i)\blorem\s+ipsum\b/)
      },
      PlaceholderRule(["ext here", "ext goes here", "EXT HERE", "EXT GOES HERE"]) {
        $0.firstRange(
          of: /(?i)\b(?:(?:insert|enter|put|add|write|your)\s+)*text\s+(?:goes\s+)?here\b/
        )
      },
      PlaceholderRule(["escription here", "escription goes here"]) {
        $0.firstRange(of: /(?i)\b(?:your\s+)?description\s+(?:goes\s+)?here\b/)
      },
      // `[your account](…)` is a link.
      PlaceholderRule(["[insert", "[Insert", "[INSERT", "[your", "[Your", "[YOUR"]) {
        $0.firstRange(of: /(?i)\[(?:insert|your)\s[^\[\]]{1,60}\](?![(\[])/)
      },
      PlaceholderRule(["待补充", "待填写", "待完善", "占位", "示例文", "此处省略"]) {
        $0.firstRange(of: /待补充|待填写|待完善|占位符|占位文字|占位文本|示例文字|示例文本|此处省略/)
      },
      PlaceholderRule(["填写", "输入", "补充"], fillIn),
    ]
  }

  private static let marks: Set<String> = [PlaceholderText.mark, "FIX" + "ME", "TBD"]

  private static func mark(in text: String, isWord: Bool) -> Range<String.Index>? {
    for match in text.matches(of: /\b[A-Z]{3,5}\b/) where marks.contains(String(match.output)) {
      let rest = text[match.range.upperBound...].drop(while: \.isWhitespace)
      let endsThere = rest.isEmpty || rest.hasPrefix(":") || rest.hasPrefix("：")
      if !isWord || endsThere || match.output != PlaceholderText.mark { return match.range }
    }
    return nil
  }

  /// A run of `X` that stands alone.
  ///
  /// Several groups are a code's form, and so is what stands between backquotes.
  private static func crosses(in text: String) -> Range<String.Index>? {
    for match in text.matches(of: /[A-Za-z0-9_*-]*(?:XXX|xxxx)[A-Za-z0-9_*-]*/) {
      let word = text[match.range]
      guard word.allSatisfy({ $0 == "X" }) || word.allSatisfy({ $0 == "x" }) else { continue }
      let before = text[..<match.range.lowerBound]
      let after = text[match.range.upperBound...]
      let isQuoted = before.count { $0 == "`" } % 2 == 1 && after.contains("`")
      let isGroup = before.hasSuffix("XX ") || after.hasPrefix(" XX")
      if !isQuoted, !isGroup { return match.range }
    }
    return nil
  }

  /// `在此填写…` where it begins a text or trails off: within one, a buyer may well be told to
  /// write something there.
  private static func fillIn(_ text: String) -> Range<String.Index>? {
    let asked =
      #/
      (?: ^ | [\[【（(<《「"“：:] ) [\s\#>*\-+0-9.、]* 请?在?(?:此处|这里|此)填写
      (?! 您?你?的?(?:卡|密|兑换码|激活码|账|帐|手机|邮|序列|验证码) )
      /#
    return text.firstRange(of: asked)
      ?? text.firstRange(of: /(?:此处|这里|此)(?:填写|输入|补充)[^。，；]{0,20}(?:…|\.\.\.)/)
  }
}

extension [PlaceholderRule] {
  /// Where the first of a text is; nil when it has none.
  package func firstPlaceholder(in text: String) -> Range<String.Index>? {
    compactMap { $0.find(text) }.min { $0.lowerBound < $1.lowerBound }
  }
}

extension ArraySlice<UInt8> {
  /// Whether those bytes stand in it one after the other.
  fileprivate func holds(_ wanted: [UInt8]) -> Bool {
    guard let first = wanted.first else { return true }
    var index = startIndex
    while index + wanted.count <= endIndex {
      if self[index] == first, self[index..<index + wanted.count].elementsEqual(wanted) {
        return true
      }
      index += 1
    }
    return false
  }
}
