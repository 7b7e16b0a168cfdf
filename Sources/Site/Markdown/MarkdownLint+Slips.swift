import Shop
import Text

/// Marks within a paragraph that are plain text here.
extension MarkdownLint {
  /// A form that is plain text here, how to recognise it, and what to do about it.
  private struct Slip {
    let warning: Diagnostic
    /// Bytes of which every match has at least one.
    let triggers: [String]
    /// Made only when a trigger is found, since making it takes longer than reading the file.
    let pattern: @Sendable () -> Regex<Substring>
    let message: @Sendable (Substring) -> String
  }

  func slips(of node: MarkdownNode, _ text: String) -> [ContentProblem] {
    var problems: [ContentProblem] = []
    for slip in Self.slips
    where slip.triggers.contains(where: { mayHold($0) && text.hasBytes(of: $0) }) {
      guard let found = text.firstMatch(of: slip.pattern())?.output,
        !isEscaped(found, on: node.blockLines)
      else { continue }
      let written = found.prefix { $0 != "\u{FFFA}" && $0 != "\u{FFFC}" }
      let shown = found.replacing(/[\u{FFFA}\u{FFFC}]/, with: "…")
      problems.append(
        problem(slip.warning, node.blockLines, String(written), slip.message(shown[...]))
      )
      // `[文字]（/x/` is reported once, even if other forms match.
      break
    }
    return problems
  }

  /// The forms; the first that matches is reported.
  private static let slips: [Slip] = [
    Slip(
      warning: .wikiLink,
      triggers: ["[["],
      pattern: { /!?\[\[[^\[\]\n]+\]\]/ }
    ) { found in
      let isImage = found.hasPrefix("!")
      return "expected \(isImage ? "an image" : "a link"), found \(quoted(String(found))), which "
        + "stays as text; write `\(isImage ? "![words](/images/…)" : "[words](/address/)")`"
    },
    Slip(
      warning: .shortcode,
      triggers: ["{{<", "{{%"],
      pattern: { /\{\{[<%][^\n]{0,200}/ }
    ) { found in
      "expected Markdown, found \(quoted(String(found))), a shortcode of another generator, which "
        + "stays as text; write it in Markdown, or a block `:::`"
    },
    Slip(
      warning: .shortcode,
      triggers: ["{%"],
      pattern: { /\{%-? ?[a-z][^\n]{0,200}/ }
    ) { found in
      "expected Markdown, found \(quoted(String(found))), a tag of another generator, which stays "
        + "as text; remove it"
    },
    // The address in full-width brackets is an automatic link by itself.
    Slip(
      warning: .linkSyntax,
      triggers: ["（"],
      pattern: { /!?[\[［][^\[\]［］\n]*[\]］]（(?=\u{FFFA})/ }
    ) { found in
      "expected a link, found \(quoted(String(found))) with a full-width bracket, so that the "
        + "words stay text; write `[words](https://…)` in half width"
    },
    Slip(
      warning: .linkSyntax,
      triggers: ["]（", "］（", "] （"],
      pattern: { /!?[\[［][^\[\]［］\n]*[\]］] ?（ ?(?:\/|#|\.|https?:|mailto:)[^（）\n]*[）)]?/ }
    ) { found in
      let mended = String(found).replacing("] （", with: "](").replacing("（", with: "(").replacing(
        "）",
        with: ")"
      )
      .replacing("［", with: "[").replacing("］", with: "]")
      return "expected a link, found \(quoted(String(found))) with full-width brackets, which "
        + "stays as text; write `\(printable(mended))`"
    },
    // The address before the blank is an automatic link by itself.
    Slip(
      warning: .linkSyntax,
      triggers: ["<"],
      pattern: { /<\u{FFFA}[^<>\n]* [^<>\n]*>/ }
    ) { found in
      "expected a link, found \(quoted(String(found))) with a blank in its address, which ends "
        + "there; remove it"
    },
    // The link within its words is one, so that this is none.
    Slip(
      warning: .linkSyntax,
      triggers: ["]("],
      pattern: { /\[[^\[\]\n]*[\u{FFFA}\u{FFFC}][^\[\]\n]*\]\((?:\/|#|\.|https?:)[^()\s]*\)/ }
    ) { found in
      let address = printable(String(found.drop { $0 != "]" }.dropFirst()))
      return
        "expected a link, found \(quoted(String(found))), which stays as text, since its words "
        + "hold another link; write the two one behind the other, this one as `[…]\(address)`"
    },
    Slip(
      warning: .linkSyntax,
      triggers: ["](", "］(", "】(", "] (", "］ (", "】 ("],
      pattern: {
        #/
          !?[\[［【][^\[\]［］【】\n]*
          (?:[\]］】]\x20?\((?:\/|https?:|mailto:|tel:|www\.)|\]\((?:\#|\.\.?\/|[a-z][a-z0-9_\-]*\/))
          [^()（）\n]*[)）]
        /#
      }
    ) { found in
      let words = found.drop { "![［【".contains($0) }.prefix { !"]］】".contains($0) }
      let address = found.drop { $0 != "(" }.dropFirst().dropLast()
      let mark = found.first == "!" ? "!" : ""
      return "expected \(mark.isEmpty ? "a link" : "an image"), found \(quoted(String(found))), "
        + "which stays as text; write "
        + "`\(mark)[\(printable(String(words)))](\(printable(Self.mended(address))))`"
    },
    Slip(
      warning: .linkSyntax,
      triggers: ["](", "] ("],
      pattern: {
        #/
          !?\[[^\[\]\n]*\]\x20?\(<?
          (?:\/|\#|\.\.?\/|mailto:|tel:|https?:|www\.|[\w.\-]+@|[a-z][a-z0-9_\-]*\/)
          [^()\n]*(?=\n|$)
        /#
      }
    ) { found in
      let mark = found.first == "!" ? "!" : ""
      let words = found.drop { "![".contains($0) }.prefix { $0 != "]" }
      let address = found.drop { $0 != "(" }.dropFirst().drop { $0 == "<" }
        .prefix { !$0.isWhitespace && !"，。；：、！？）>".contains($0) }
      return
        "expected `)` behind the address, found none, so that the "
        + "\(mark.isEmpty ? "link" : "image") "
        + "stays as text; write "
        + "`\(mark)[\(printable(String(words)))](\(printable(Self.mended(address))))`"
    },
    Slip(
      warning: .linkSyntax,
      triggers: ["](/", "](http"],
      pattern: { /\]\((?:\/|https?:)[^()\s]*\)/ }
    ) { found in
      "expected `[` before the words of the link, found none, so that it stays as text; "
        + "write `[words]\(printable(String(found.dropFirst())))`"
    },
    Slip(
      warning: .linkSyntax,
      triggers: [")[/", ")[http"],
      pattern: { /\([^()\n]*\)\[(?:\/|https?:)[^\[\]\n]*\]/ }
    ) { found in
      "expected a link, found \(quoted(String(found))), whose brackets are swapped; "
        + "write `[words](/address/)`"
    },
    Slip(
      warning: .linkSyntax,
      triggers: ["]：", "]:"],
      pattern: {
        /\[[^\[\]\n]+\][：:] ?\((?:\/|https?:)[^()\s]*\)|(?:^|\n)\[[^\[\]\n]+\]： ?(?:\/|https?:)\S+/
      }
    ) { found in
      let words = found.drop { "[\n".contains($0) }.prefix { $0 != "]" }
      let address = found.drop { $0 != "]" }.drop { "]：: (".contains($0) }.prefix { $0 != ")" }
      return "expected the address right behind the words, found \(quoted(String(found))), which "
        + "stays as text; write `[\(printable(String(words)))](\(printable(String(address))))`"
    },
    Slip(
      warning: .linkSyntax,
      triggers: ["]/"],
      pattern: { /\[[^\[\]\n]+\]\/[a-z0-9\-]+\/(?:[a-z0-9\-]+\/)*/ }
    ) { found in
      let words = found.dropFirst().prefix { $0 != "]" }
      let address = found.drop { $0 != "]" }.dropFirst()
      return "expected brackets around the address, found \(quoted(String(found))), which stays as "
        + "text; write `[\(printable(String(words)))](\(printable(String(address))))`"
    },
    Slip(
      warning: .linkSyntax,
      triggers: ["](\\"],
      pattern: { /\[[^\[\]\n]+\]\(\\[^()\n]*\)?/ }
    ) { found in
      let words = found.dropFirst().prefix { $0 != "]" }
      return "expected `/` in the address, found `\\`; write `[\(printable(String(words)))](/…/)`"
    },
    Slip(
      warning: .linkSyntax,
      triggers: ["(/", "(http"],
      pattern: { /\[[^\[\]()\n]+\((?:\/|https?:)[^()\s]*\)/ }
    ) { found in
      let words = found.dropFirst().prefix { $0 != "(" }
      let address = found.drop { $0 != "(" }
      return "expected `]` behind the words of the link, found none, so that it stays as text; "
        + "write `[\(printable(String(words)))]\(printable(String(address)))`"
    },
    Slip(
      warning: .missingFootnote,
      triggers: ["[^"],
      pattern: { /\[\^[^\[\]\n]+\]/ }
    ) { found in
      "expected a footnote, found none for \(quoted(String(found))), which stays as text; "
        + "write it in a line of its own that begins with `\(printable(String(found))):`"
    },
    Slip(
      warning: .missingReference,
      triggers: ["]["],
      // `[国服][自动发货] 点卡` is text.
      pattern: { /\[[^\[\]\n]+\]\[[\x20-\x5A\x5C\x5E-\x7E]*\]/ }
    ) { found in
      "expected a link, found \(quoted(String(found))), which stays as text, since no line "
        + "`[name]: /address/` says where it leads; write `[words](/address/)`"
    },
    // With a blank in between, only lower-case names count.
    Slip(
      warning: .missingReference,
      triggers: ["] ["],
      pattern: { /\[[^\[\]\n]+\] \[[a-z][a-z0-9_\-]*\]/ }
    ) { found in
      "expected a link, found \(quoted(String(found))), which stays as text; "
        + "write `[words](/address/)`, or `\\[` if it is meant as text"
    },
  ]

  /// An address as it may stand in the brackets of a link.
  private static func mended(_ address: Substring) -> String {
    // Other programs accept a size after the address.
    let size = address.firstMatch(of: /[ ]=\d*x\d*$/)
    let sized = size.map { address[..<$0.range.lowerBound] } ?? address
    // The address is followed by a title with an unclosed quote.
    let title = sized.firstMatch(of: /[ ]+["“'](.*)$/)
    let path = title.map { sized[..<$0.range.lowerBound] } ?? sized
    var whole = LinkTargets.wholeAddress(of: String(path)) ?? String(path)
    // No host has a blank in it.
    if let host = whole.firstMatch(of: /^https?:\/\/([^\/?#]*)/)?.1 {
      whole.replaceSubrange(host.startIndex..<host.endIndex, with: host.filter { $0 != " " })
    }
    if whole.contains(" ") { whole = "<\(whole)>" }
    guard let title else { return whole }
    return whole + " \"\(title.1.filter { !"\"“”'".contains($0) })\""
  }

  /// Whether it is meant as text, since the source has backslashes there.
  private func isEscaped(_ found: Substring, on numbers: ClosedRange<Int>) -> Bool {
    let written = numbers.map { line($0) }
    return !written.contains { $0.contains(found) }
      && written.contains { $0.contains("\\[") || $0.contains("\\{") || $0.contains("\\(") }
  }
}
