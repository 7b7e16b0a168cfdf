/// Finds calls in scripts that the policy forbids, which browsers report only in their console.
///
/// It matches patterns and does not parse the script, so its findings are warnings.
extension ForbiddenCode {
  /// All findings in a JavaScript file.
  func findings(inScript script: [UInt8]) -> [Finding] {
    let views = ScriptViews(of: script)
    let text = String(decoding: views.text, as: UTF8.self)
    var findings: [Finding] = []
    for (pattern, what, remedy) in Self.refusedCalls {
      findings += text.matches(of: pattern).compactMap { match in
        let offset = text.utf8.distance(from: text.startIndex, to: match.range.lowerBound)
        guard views.isCode(at: offset) else { return nil }
        return Finding(what: what, remedy: remedy, offset: offset)
      }
    }
    for (pattern, kind) in Self.loadingCalls {
      findings += text.matches(of: pattern).compactMap { match in
        let offset = text.utf8.distance(from: text.startIndex, to: match.range.lowerBound)
        guard views.isCode(at: offset) else { return nil }
        let found = kind ?? Self.kind(ofElement: match.1)
        return foreign(String(match.2), found, at: offset)
      }
    }
    for string in views.strings where script[string].contains(UInt8(ascii: "<")) {
      let html = Array(script[string]).map { $0 == UInt8(ascii: "\\") ? UInt8(ascii: " ") : $0 }
      findings += self.findings(in: html).map { finding in
        Finding(
          what: finding.what,
          remedy: finding.remedy,
          offset: finding.offset + string.lowerBound
        )
      }
    }
    return findings.sorted { $0.offset < $1.offset }
  }

  private typealias Call = Regex<(Substring, Substring, Substring)>

  private static var refusedCalls: [(Regex<Substring>, String, String)] {
    let byListener = "listen for it with `addEventListener`"
    return [
      (/\beval\s*\(/, "`eval`", "call a function instead"),
      (/\bnew\s+Function\s*\(/, "`new Function`", "write the function"),
      (
        /\bset(?:Timeout|Interval)\s*\(\s*["'`]/, "a script as a text",
        "pass a function: `setTimeout(() => …, 1000)`"
      ),
      (
        /\.setAttribute\s*\(\s*["']style["']/, "a `style` attribute",
        "set a class, or `element.style` by its properties"
      ),
      (/\.setAttribute\s*\(\s*["']on[a-z]+["']/, "an event handler", byListener),
    ]
  }

  /// Calls that load something: the second capture is the URL, the first may be an element, which
  /// tells the kind.
  private static var loadingCalls: [(Call, AllowedOrigins.Kind?)] {
    [
      (/\b(import)\s*\(?\s*(?:[\w*{}\s,$]+\bfrom\s*)?["'`]([^"'`]+)["'`]/, .script),
      (/\b(importScripts|Worker|SharedWorker)\s*\(\s*["'`]([^"'`]+)["'`]/, .script),
      (/\b(fetch|sendBeacon|EventSource|WebSocket)\s*\(\s*["'`]([^"'`]+)["'`]/, .connect),
      (/\.(open)\s*\(\s*["'][A-Za-z]+["']\s*,\s*["'`]([^"'`]+)["'`]/, .connect),
      (/\b(\w+)\.src\s*=\s*["'`]([^"'`]+)["'`]/, nil),
    ]
  }

  private static func kind(ofElement name: Substring) -> AllowedOrigins.Kind {
    let name = name.lowercased()
    if name.contains("frame") { return .frame }
    if name.contains("im") || name.contains("pic") || name.contains("pixel") { return .image }
    return name.contains("video") || name.contains("audio") ? .media : .script
  }
}

/// A script with comments replaced by blanks, and the ranges of its strings.
private struct ScriptViews {
  private(set) var text: [UInt8]
  /// The ranges between quotation marks.
  private(set) var strings: [Range<Int>] = []

  func isCode(at offset: Int) -> Bool {
    var (low, high) = (0, strings.count)
    while low < high {
      let middle = (low + high) / 2
      if strings[middle].upperBound <= offset { low = middle + 1 } else { high = middle }
    }
    return low == strings.count || !strings[low].contains(offset)
  }

  init(of script: [UInt8]) {
    text = script
    var index = 0
    var last = UInt8(ascii: "\n")
    while index < text.count {
      let byte = text[index]
      let next = index + 1 < text.count ? text[index + 1] : 0
      switch byte {
      case UInt8(ascii: "/") where next == UInt8(ascii: "/"):
        index = blank(from: index, to: text[index...].firstIndex(of: UInt8(ascii: "\n")))
      case UInt8(ascii: "/") where next == UInt8(ascii: "*"):
        let end = text[(index + 2)...].firstRange(of: Array("*/".utf8))?.upperBound
        index = blank(from: index, to: end)
      case UInt8(ascii: "/") where "\n(,=:[!&|?{};+-~^%*>".utf8.contains(last):
        index = blank(from: index, to: endOfPattern(at: index))
        last = UInt8(ascii: ")")
      case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
        let end = endOfString(at: index)
        strings.append((index + 1)..<max(index + 1, end))
        index = end + 1
        last = UInt8(ascii: ")")
      default:
        if byte > 0x20 { last = byte }
        index += 1
      }
    }
  }

  private mutating func blank(from start: Int, to end: Int?) -> Int {
    let end = end ?? text.count
    for index in start..<end where text[index] != UInt8(ascii: "\n") {
      text[index] = UInt8(ascii: " ")
    }
    return end
  }

  /// The offset of the closing quotation mark, or of the end of the line.
  private func endOfString(at start: Int) -> Int {
    var index = start + 1
    while index < text.count, text[index] != text[start] {
      if text[index] == UInt8(ascii: "\n"), text[start] != UInt8(ascii: "`") { return index }
      index += text[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    return min(index, text.count)
  }

  /// Behind the slash that ends a regular expression; nil when there is none on its line.
  private func endOfPattern(at start: Int) -> Int {
    var index = start + 1
    var isInClass = false
    while index < text.count, text[index] != UInt8(ascii: "\n") {
      switch text[index] {
      case UInt8(ascii: "\\"): index += 1
      case UInt8(ascii: "["): isInClass = true
      case UInt8(ascii: "]"): isInClass = false
      case UInt8(ascii: "/") where !isInClass: return index + 1
      default: break
      }
      index += 1
    }
    return start + 1
  }
}
