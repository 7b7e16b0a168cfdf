/// Text of a template that somebody forgot to replace: harmless in a draft, not in a mail.
///
/// The generator looks for it in an editor's files, the worker in texts that buyers read.
package enum PlaceholderText {
  /// The word that marks text to be written, such as a price that is not set.
  ///
  /// Written in two parts because a check refuses the word in our own sources.
  package static let mark = "TO" + "DO"

  /// Titles that are left as a template has them, in lower case.
  package static let emptyTitles: Set<String> = [
    "untitled", "new product", "product name", "product title", "title", "未命名", "新商品", "商品名称",
    "商品标题", "标题",
  ]

  /// Lines of older templates, which carry no mark.
  package static let olderLines: Set<String> = [
    "用一两句话说明这是什么、在哪里可以使用。", "1. 第一步。",
    "Say in a sentence or two what it is and where it works.", "1. First step.",
  ]

  /// The first placeholder of a text that buyers read; nil when it has none.
  ///
  /// `language` is a tag such as `zh-CN`.
  package static func first(in text: String, language: String) -> String? {
    let primary = String(language.prefix { $0 != "-" }).lowercased()
    let rules = PlaceholderRules.of(language: primary, hasMarkup: false)
    for line in text.split(separator: "\n") {
      let plain = line.drop(while: \.isWhitespace)
      if olderLines.contains(String(plain)) { return String(plain) }
      let whole = String(line)
      if let range = rules.first(in: whole) { return String(whole[range]) }
    }
    return nil
  }
}

/// The kinds of placeholders that texts in a language may have.
package struct PlaceholderRules: Sendable {
  private let rules: [PlaceholderRule]
  /// By the first byte of a trigger: all of its bytes, and the index of its rule.
  private let triggers: [[(bytes: [UInt8], rule: Int)]]

  fileprivate init(_ rules: [PlaceholderRule]) {
    self.rules = rules
    var triggers = Array(repeating: [(bytes: [UInt8], rule: Int)](), count: 256)
    for (number, rule) in rules.enumerated() {
      for bytes in rule.triggers { triggers[Int(bytes[0])].append((bytes, number)) }
    }
    self.triggers = triggers
  }

  /// The rules for a language, given the first part of its tag: `zh`, `en`.
  ///
  /// Without markup an example of a code's form looks like a gap, so runs of `X` are allowed.
  package static func of(language primary: String, hasMarkup: Bool = true) -> PlaceholderRules {
    // In these languages the mark is an ordinary word in titles: "everything".
    let hasWordTodo = ["es", "pt", "gl", "it", "ca"].contains(primary)
    return all[(hasWordTodo ? 1 : 0) + (hasMarkup ? 2 : 0)]
  }

  private static let all = (0..<4).map { kind in
    PlaceholderRules(PlaceholderRule.all(hasWordTodo: kind % 2 == 1, hasMarkup: kind > 1))
  }

  /// The rules that may apply to a text of these bytes; one pass, since a shop has millions of
  /// lines.
  package func likely(in bytes: ArraySlice<UInt8>) -> PlaceholderRules {
    var found: Set<Int> = []
    bytes.withUnsafeBufferPointer { bytes in
      for index in bytes.indices {
        for trigger in triggers[Int(bytes[index])]
        where index + trigger.bytes.count <= bytes.count
          && trigger.bytes.indices.allSatisfy({ bytes[index + $0] == trigger.bytes[$0] })
        {
          found.insert(trigger.rule)
        }
      }
    }
    return found.isEmpty ? .none : PlaceholderRules(found.sorted().map { rules[$0] })
  }

  private static let none = PlaceholderRules([])

  /// Whether one of the rules may apply to a text of these bytes.
  package func mayApply(to bytes: ArraySlice<UInt8>) -> Bool {
    rules.contains { $0.mayApply(to: bytes) }
  }

  /// Where the first placeholder of a text is; nil when it has none.
  package func first(in text: String) -> Range<String.Index>? {
    guard !rules.isEmpty else { return nil }
    let bytes = ArraySlice(text.utf8)
    return rules.filter { $0.mayApply(to: bytes) }.compactMap { $0.find(text) }
      .min { $0.lowerBound < $1.lowerBound }
  }
}

/// One kind of placeholder: byte sequences of which each such placeholder has one, for a quick
/// test, and the search for the first in a text.
private struct PlaceholderRule: Sendable {
  let triggers: [[UInt8]]
  let find: @Sendable (String) -> Range<String.Index>?

  private init(_ triggers: [String], _ find: @escaping @Sendable (String) -> Range<String.Index>?) {
    self.triggers = triggers.map { Array($0.utf8) }
    self.find = find
  }

  func mayApply(to bytes: ArraySlice<UInt8>) -> Bool {
    triggers.contains { bytes.hasBytes($0) }
  }

  static func all(hasWordTodo: Bool, hasMarkup: Bool) -> [PlaceholderRule] {
    let crosses = hasMarkup ? [PlaceholderRule(["XXX", "xxxx"], Self.crosses)] : []
    return crosses + [
      PlaceholderRule(marks.sorted().flatMap(cases)) { mark(in: $0, isWord: hasWordTodo) },
      PlaceholderRule(fullWidthMarks) { text in
        fullWidthMarks.lazy.compactMap { text.firstRange(of: $0) }.first
      },
      // `{{<` is a shortcode of another generator, which has a warning of its own.
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
      // `[your account](…)` is a link, and `[Your library]` in a sentence the name of a button.
      PlaceholderRule(
        ["insert", "your", "fill in"].flatMap(cases).map { "[" + $0 }
      ) {
        let whole =
          #/(?i)^[\s>*\-+0-9.、]*(\[(?:(?:insert|your)\s|fill\sin\b)[^\[\]]{0,60}\])[.。]?\s*$/#
        // `[Your email here]` in a sentence is the name of a field.
        let here = /(\[(?:(?i:insert|fill\sin)|your|YOUR)\s[^\[\]]{0,60}\b(?i:here)\])(?![(\[])/
        let found = ($0.firstMatch(of: whole) ?? $0.firstMatch(of: here))?.1
        return found.map { $0.startIndex..<$0.endIndex }
      },
      PlaceholderRule(["待定"]) {
        // Behind a name it is an answer: `发售日期：待定`.
        let found = $0.firstMatch(of: /^[\s>*\-+0-9.、]*(待定)[。.]?\s*$/)?.1
        return found.map { $0.startIndex..<$0.endIndex }
      },
      PlaceholderRule(["待补充", "待填写", "待完善", "占位", "示例文", "此处省略"]) {
        $0.firstRange(of: /待补充|待填写|待完善|占位符|占位文字|占位文本|示例文字|示例文本|此处省略/)
      },
      PlaceholderRule(
        ["填写", "输入", "补充"].flatMap { act in ["此处", "这里", "此"].map { $0 + act } },
        fillIn
      ),
    ]
  }

  private static let marks: Set<String> = [PlaceholderText.mark, "FIX" + "ME", "TBD"]

  private static let fullWidthMarks = ["ＴＯ" + "ＤＯ", "ＦＩＸＭＥ", "ＴＢＤ"]

  /// A trigger in capitals, in lower case, and as it begins a sentence.
  private static func cases(_ trigger: String) -> [String] {
    [
      trigger.uppercased(), trigger.lowercased(),
      trigger.prefix(1).uppercased() + trigger.dropFirst().lowercased(),
    ]
  }

  /// A mark in capitals, also with an `s`, or in any case before a colon.
  ///
  /// Words are told by ASCII alone: Unicode takes the full-width colon for the middle of a word.
  private static func mark(in text: String, isWord: Bool) -> Range<String.Index>? {
    let bytes = Array(text.utf8)
    var start = 0
    while start < bytes.count {
      let word = bytes[start...].prefix(while: isLetterOrDigit)
      defer { start = word.endIndex + 1 }
      guard (3...6).contains(word.count) else { continue }
      let written = String(decoding: word, as: UTF8.self)
      let mark = written.hasSuffix("s") ? String(written.dropLast()) : written
      guard marks.contains(mark.uppercased()) else { continue }
      let rest = bytes[word.endIndex...].drop { $0 == UInt8(ascii: " ") || $0 == 0x09 }
      let hasColon = rest.first == UInt8(ascii: ":") || rest.starts(with: "：".utf8)
      let isOrdinary = isWord && mark.uppercased() == PlaceholderText.mark
      let isCapital = marks.contains(mark) && (!isOrdinary || rest.isEmpty)
      let isBeforeColon = hasColon && (!isOrdinary || marks.contains(mark))
      // Of a day it is an answer: `Release date: TBD`.
      let isAnswer =
        mark == "TBD"
        && String(decoding: bytes[..<start], as: UTF8.self)
          .contains(/(?:[Dd]ate|[Tt]ime|[Rr]elease|[Ll]aunch|ETA|日期?|时间|发售|上线)\**[:：]\s*\**\s*$/)
      guard isCapital && !isAnswer || isBeforeColon else { continue }
      let place = text.utf8.index(text.startIndex, offsetBy: word.startIndex)
      return place..<text.utf8.index(place, offsetBy: word.count)
    }
    return nil
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    isOfWord(byte) && ![UInt8(ascii: "_"), UInt8(ascii: "*"), UInt8(ascii: "-")].contains(byte)
  }

  /// A run of `X` that stands alone.
  ///
  /// Several groups or eight show the form of a code, and so do text between backquotes and a run
  /// behind the name of what is on a card.
  private static func crosses(in text: String) -> Range<String.Index>? {
    let bytes = Array(text.utf8)
    var start = 0
    while start < bytes.count {
      let word = bytes[start...].prefix(while: isOfWord)
      defer { start = word.endIndex + 1 }
      let isRun = { (letter: Character, length: Int) in
        word.count >= length && word.allSatisfy { $0 == letter.asciiValue }
      }
      guard isRun("X", 3) || isRun("x", 4) else { continue }
      let (before, after) = (bytes[..<word.startIndex], bytes[word.endIndex...])
      let backquote = UInt8(ascii: "`")
      let isQuoted = before.count { $0 == backquote } % 2 == 1 && after.contains(backquote)
      let isGroup = before.suffix(3).elementsEqual("XX ".utf8) || after.starts(with: " XX".utf8)
      let isForm = word.count >= 8 || isOfCard(String(decoding: before, as: UTF8.self))
      guard isQuoted || isGroup || isForm else {
        let place = text.utf8.index(text.startIndex, offsetBy: word.startIndex)
        return place..<text.utf8.index(place, offsetBy: word.count)
      }
    }
    return nil
  }

  /// Whether a text before a run of `X` says that this is what a card shows.
  private static func isOfCard(_ text: String) -> Bool {
    let parts =
      #/
      卡号|卡密|密钥|序列号|码|账号|帐号|账户|格式|形如|PIN|CDK
      |[Cc]ode|[Kk]ey|[Aa]ccount|[Pp]assw|[Ss]erial|[Uu]ser|[Ff]ormat
      /#
    return text.contains(parts) && !text.contains(/客服|联系|微信|QQ|邮箱|电话|群/)
  }

  private static func isOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "*"),
      UInt8(ascii: "-"):
      true
    default: false
    }
  }

  /// `在此填写…` where it begins a text or ends in dots: elsewhere it may tell a buyer to write
  /// something there.
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
