import Shop
import Text

/// Finds bare addresses with Chinese text beside them without a space.
///
/// `访问www.shop.example` is not a link, and `https://a.example/。然后` is one with the sentence.
struct GluedLinks {
  private let file: ContentFile

  init(in file: ContentFile) {
    self.file = file
  }

  func warnings(in root: MarkdownNode) -> [ContentProblem] {
    guard Self.hasAddress(file.source.bytes[file.body]) else { return [] }
    var problems: [ContentProblem] = []
    root.walk { node, isEntering in
      guard isEntering else { return true }
      switch node.kind {
      case .link:
        if let problem = swallowing(node) ?? shortened(node) { problems.append(problem) }
        return false
      case .text:
        if let problem = unlinked(node) { problems.append(problem) }
        return true
      default:
        return true
      }
    }
    return problems
  }

  private static func hasAddress(_ text: ArraySlice<UInt8>) -> Bool {
    var index = text.startIndex
    while let dot = text[index...].firstIndex(where: { $0 == 0x2E || $0 == 0x3A }) {
      let isWeb = text[dot] == 0x2E && text[..<dot].suffix(3).elementsEqual("www".utf8)
      if isWeb || text[dot...].starts(with: "://".utf8) { return true }
      index = dot + 1
    }
    return false
  }

  /// A warning for an address that includes part of the sentence.
  private func swallowing(_ link: MarkdownNode) -> ContentProblem? {
    guard let text = link.firstChild, text.next == nil, case .text = text.kind else { return nil }
    let written = String(decoding: text.literal, as: UTF8.self)
    let address = String(decoding: link.destination, as: UTF8.self)
    guard address == written || address == "http://" + written,
      let end = written.unicodeScalars.firstIndex(where: \.isSetWithoutSpaces),
      // The name of a host may be Chinese.
      !["://", "www."].contains(where: written[..<end].hasSuffix),
      let offset = offset(of: written, near: link, where: isBare),
      !isInWideBrackets(offset)
    else { return nil }
    let meant = String(written[..<end])
    return file.source.problem(
      .gluedLink,
      at: file.source.position(ofByte: offset + meant.utf8.count),
      "expected the address to end at \(quoted(meant)), "
        + "found that the text behind it is part of the link; \(Self.remedy(for: meant))"
    )
  }

  /// A warning for an address whose last sign is left out of the link, `https://a.example/b_`.
  private func shortened(_ link: MarkdownNode) -> ContentProblem? {
    guard let text = link.firstChild, text.next == nil, case .text = text.kind,
      let next = link.next, case .text = next.kind
    else { return nil }
    let written = String(decoding: text.literal, as: UTF8.self)
    let signs = String(decoding: next.literal.prefix { "_*~".utf8.contains($0) }, as: UTF8.self)
    let after = next.literal.dropFirst(signs.utf8.count).first
    guard !signs.isEmpty, after == nil || after == 0x20,
      String(decoding: link.destination, as: UTF8.self).hasSuffix(written),
      let offset = offset(of: written + signs, near: link, where: isBare)
    else { return nil }
    return file.source.problem(
      .gluedLink,
      at: file.source.position(ofByte: offset + written.utf8.count),
      "expected the whole address in the link, found \(quoted(signs)) behind it; "
        + Self.remedy(for: written + signs)
    )
  }

  /// Whether it is part of `[words]（`, which `MarkdownLint` reports.
  private func isInWideBrackets(_ offset: Int) -> Bool {
    let before = String(decoding: file.source.bytes[..<offset].suffix(8), as: UTF8.self)
    return before.hasSuffix("]（") || before.hasSuffix("］（")
  }

  /// A warning for an address that is not a link because of the character before it.
  private func unlinked(_ text: MarkdownNode) -> ContentProblem? {
    let literal = String(decoding: text.literal, as: UTF8.self)
    guard literal.hasBytes(of: "www."), let start = literal.firstRange(of: "www."),
      let before = literal[..<start.lowerBound].unicodeScalars.last, before.isSetWithoutSpaces
    else { return nil }
    let rest = literal[start.lowerBound...].unicodeScalars.prefix {
      !$0.properties.isWhitespace && !$0.isSetWithoutSpaces
    }
    let meant = String(Substring(rest))
    guard meant.utf8.count > "www.".utf8.count,
      let offset = offset(of: meant, near: text, where: { _ in true })
    else { return nil }
    return file.source.problem(
      .gluedLink,
      at: file.source.position(ofByte: offset),
      "expected a link, found that \(quoted(meant)) is plain text, "
        + "because Chinese stands right before it; \(Self.remedy(for: meant))"
    )
  }

  private static func remedy(for address: String) -> String {
    let whole = address.hasPrefix("www.") ? "https://" + address : address
    return "write `<\(printable(whole))>` or put spaces around it"
  }

  /// The offset in the file of a text in this block.
  private func offset(
    of text: String,
    near node: MarkdownNode,
    where isMeant: (Int) -> Bool
  ) -> Int? {
    let lines = node.blockLines
    let first = file.source.range(ofLine: file.bodyLine + lines.lowerBound - 1).lowerBound
    let last = file.source.range(ofLine: file.bodyLine + lines.upperBound - 1).upperBound
    let wanted = Array(text.utf8)
    var start = first
    while start < last, let found = file.source.bytes[start..<last].firstBytes(wanted) {
      if isMeant(found.lowerBound) { return found.lowerBound }
      start = found.lowerBound + 1
    }
    return nil
  }

  /// Whether an address there is written without `<…>` and outside of `[…](…)`.
  private func isBare(at offset: Int) -> Bool {
    let before = file.source.bytes[..<offset].suffix(2)
    return before.last != UInt8(ascii: "<") && before.last != UInt8(ascii: "[")
      && !before.elementsEqual("](".utf8)
  }
}
