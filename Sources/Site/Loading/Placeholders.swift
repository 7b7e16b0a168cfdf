import Foundation
import Shop

/// What a template leaves for the editor to fill in: harmless in a draft, a disgrace in a mail.
struct Placeholder: Sendable {
  let position: Position
  /// As the file has it: `TBD`, `在此填写说明`.
  let text: String

  /// What stands for what is to be written, such as a price that nobody has set yet.
  ///
  /// In two parts, since our own sources may not have the word.
  static let mark = "TO" + "DO"
}

/// The placeholders of a file's front matter and body, at most `mostWarnings`.
///
/// Meant are words that nobody writes to a buyer, and every line of the text that
/// `cardstock new product` begins a file with, in whichever language. An example of a code's form,
/// `XXXX-XXXX-XXXX`, is none. A price is looked at where it is read.
func placeholders(in file: ContentFile, language: LanguageTag) -> [Placeholder] {
  let source = file.source
  let rules = PlaceholderRule.all(in: language).filter { $0.mayApply(to: source.bytes[...]) }
  var found: [Placeholder] = []
  for (key, text, position) in file.entries.flatMap(writtenTexts) where key != "price" {
    let isName = key == "title" && placeholderTitles.contains(text.lowercased())
    if isName || StarterText.lines.contains(text) {
      found.append(Placeholder(position: position, text: text))
    } else if let range = rules.firstPlaceholder(in: text) {
      found.append(Placeholder(position: position, text: String(text[range])))
    }
  }
  var start = file.body.lowerBound
  while start < file.body.upperBound, found.count < mostWarnings {
    let rest = source.bytes[start..<file.body.upperBound]
    let end = rest.firstIndex(of: UInt8(ascii: "\n")) ?? file.body.upperBound
    let bytes = source.bytes[start..<end]
    if StarterText.mayHold(bytes) || rules.contains(where: { $0.mayApply(to: bytes) }) {
      let line = String(decoding: bytes, as: UTF8.self)
      let isStarter = StarterText.lines.contains(line.trimmingCharacters(in: .whitespaces))
      let all = line.startIndex..<line.endIndex
      if let range = isStarter ? all : rules.firstPlaceholder(in: line) {
        let offset = line.utf8.distance(from: line.startIndex, to: range.lowerBound)
        let text = line[range].trimmingCharacters(in: .whitespaces)
        found.append(Placeholder(position: source.position(ofByte: start + offset), text: text))
      }
    }
    start = end + 1
  }
  return Array(found.prefix(mostWarnings))
}

/// The texts of an entry under its key, each with where it stands; a list has several.
private func writtenTexts(_ entry: YAMLEntry) -> [(String, String, Position)] {
  switch entry.value.kind {
  case .text(let text, _): [(entry.key, text, entry.value.position)]
  case .list(let values):
    values.flatMap { value in
      writtenTexts(YAMLEntry(key: entry.key, position: value.position, value: value))
    }
  case .mapping(let entries): entries.flatMap(writtenTexts)
  }
}

/// Titles that say nothing but that one is missing, in lower case.
private let placeholderTitles: Set<String> = [
  "untitled", "new product", "product name", "product title", "title", "未命名", "新商品", "商品名称",
  "商品标题", "标题",
]

/// One kind of placeholder: bytes that every one of it has, looked for first because a shop has
/// millions of lines, and the place of the first in a text.
private struct PlaceholderRule {
  let triggers: [[UInt8]]
  let find: (String) -> Range<String.Index>?

  init(_ triggers: [String], _ find: @escaping (String) -> Range<String.Index>?) {
    self.triggers = triggers.map { Array($0.utf8) }
    self.find = find
  }

  func mayApply(to bytes: ArraySlice<UInt8>) -> Bool {
    triggers.contains { bytes.holds($0) }
  }

  static func all(in language: LanguageTag) -> [PlaceholderRule] {
    // In these languages it is a word of titles: everything.
    let hasWordTodo = ["es", "pt", "gl", "it", "ca"].contains(language.primary)
    return [
      PlaceholderRule(marks.sorted()) { mark(in: $0, isWord: hasWordTodo) },
      PlaceholderRule(["XXX", "xxxx"], crosses),
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

  private static let marks: Set<String> = [Placeholder.mark, "FIX" + "ME", "TBD"]

  private static func mark(in text: String, isWord: Bool) -> Range<String.Index>? {
    for match in text.matches(of: /\b[A-Z]{3,5}\b/) where marks.contains(String(match.output)) {
      let rest = text[match.range.upperBound...].drop(while: \.isWhitespace)
      let endsThere = rest.isEmpty || rest.hasPrefix(":") || rest.hasPrefix("：")
      if !isWord || endsThere || match.output != Placeholder.mark { return match.range }
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
  fileprivate func firstPlaceholder(in text: String) -> Range<String.Index>? {
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
