import Shop
import Text

/// Marks of other programs and keyboards, which Markdown leaves on the page as they are.
extension MarkdownLint {
  /// At most one problem for each paragraph, by the first mark that matches.
  func markSlips(of node: MarkdownNode, _ text: String) -> [ContentProblem] {
    let lines = "\n" + text
    for mark in Self.marks
    where mark.triggers.contains(where: { mayHold($0) && lines.hasBytes(of: $0) }) {
      guard let found = text.firstMatch(of: mark.pattern())?.output,
        // Of three stars or more no two are marks.
        found.first != "*" || text[..<found.startIndex].last != "*"
      else { continue }
      let shown = found.drop { $0.isWhitespace }
      // After a backslash or across a line break it is meant as text.
      guard node.blockLines.contains(where: { line($0).contains(shown) }) else { continue }
      return [
        problem(
          mark.warning,
          node.blockLines,
          String(shown),
          "expected \(mark.meant), found \(quoted(String(shown))), which stays on the page as it "
            + "is; \(mark.remedy)"
        )
      ]
    }
    return []
  }

  /// A warning for code made only by four blanks or a tab before a line.
  func indentedCode(_ node: MarkdownNode) -> ContentProblem? {
    let written = line(node.line)
    guard written.first == " " || written.first == "\t" else { return nil }
    let text = written.drop { $0 == " " || $0 == "\t" }
    guard !text.hasPrefix("```"), !text.hasPrefix("~~~") else { return nil }
    return problem(
      .indentedCode,
      node.line,
      String(written.prefix(1)),
      "expected text, found a line that begins with four blanks or a tab, which makes it code; "
        + "remove them, or put code between two lines of three backquotes"
    )
  }

  /// A warning for text that a line of hyphens right below it makes a heading.
  func underlinedHeading(_ node: MarkdownNode) -> ContentProblem? {
    let isUnderline = { (number: Int) in
      let text = line(number).filter { !" \t>".contains($0) }
      return !text.isEmpty && text.allSatisfy { $0 == "-" }
    }
    // cmark may or may not count the line of hyphens, and one below it, as part of the heading.
    guard line(node.line).first(where: { !" \t>".contains($0) }) != "#",
      let number = (node.line + 1...max(node.endLine, node.line) + 1).first(where: isUnderline)
    else { return nil }
    return problem(
      .underlinedHeading,
      number,
      "-",
      "expected an empty line above a line of hyphens, found text, which it makes a heading; put "
        + "one between them, or write `## ` before the text if it is a heading"
    )
  }

  private static let invisible = Set("\u{200B}\u{2060}\u{200E}\u{FEFF}".unicodeScalars)
  private static let localHosts = ["localhost", "127.", "0.0.0.0", "[::1]"]
  /// Hosts of a network, where a port makes them the editor's: without one they may be a router's.
  private static let networkHosts = ["192.168.", "10."]

  /// A warning for a link without an address or text, or one to the editor's own machine.
  func linkSlip(_ node: MarkdownNode) -> ContentProblem? {
    let address = String(decoding: node.destination, as: UTF8.self)
    let text = node.plainText
    if address.isEmpty || address == "#" {
      return problem(
        .emptyLink,
        node.line,
        "[\(text)](",
        "link: expected an address, found none behind \(quoted(text)); write where it leads"
      )
    }
    if let slip = wideImage(node, address) { return slip }
    if text.allSatisfy(\.isWhitespace), !node.holdsImage {
      return problem(
        .emptyLink,
        node.line,
        "[",
        "link: expected words, found none before \(quoted(address)); write what it leads to"
      )
    }
    if address.hasPrefix("http"), let colon = address.firstIndex(of: ":"),
      !address[colon...].hasPrefix("://")
    {
      return problem(
        .linkSyntax,
        node.line,
        address,
        "link: expected `://` behind \(quoted(String(address[..<colon]))), found "
          + "\(quoted(address)), which leads into the shop; write the whole address"
      )
    }
    // The node of a bare address has no line number.
    var block = node
    while block.line < 1, let parent = block.parent { block = parent }
    // Text behind a bare address is reported as glued to it.
    let isBare = address.hasSuffix(text)
    if let slip = hostSlip(block, address, isBare) ?? mailSlip(block, address) { return slip }
    if !address.hasPrefix("/"), !address.hasPrefix(home),
      let path = OwnAddress.path(of: address, home: home)
    {
      return problem(
        .ownAddress,
        block.blockLines,
        address,
        "link: expected a path of the shop, found \(quoted(address)), which leads readers through "
          + "another address of it; write `\(printable(path))`"
      )
    }
    let host = address.split(separator: "/").dropFirst().first ?? ""
    let isLocal =
      Self.localHosts.contains(where: host.hasPrefix)
      || host.contains(":") && Self.networkHosts.contains(where: host.hasPrefix)
    guard isLocal, address.hasPrefix("http") else { return nil }
    return problem(
      .localLink,
      block.blockLines,
      address,
      "link: expected an address that readers reach, found \(quoted(address)) on your own machine; "
        + "write the page's path, or its public address"
    )
  }

  /// A warning for the address of another host without one, or with a sign in it that none has.
  private func hostSlip(
    _ node: MarkdownNode,
    _ address: String,
    _ isBare: Bool
  ) -> ContentProblem? {
    let parts = address.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
    guard ["http:", "https:"].contains(parts[0]) else { return nil }
    if address.unicodeScalars.contains(where: Self.invisible.contains) {
      return problem(
        .linkSyntax,
        node.blockLines,
        address,
        "link: expected an address, found an invisible character in it, \(quoted(address)); write "
          + "it anew"
      )
    }
    let host = parts.count < 3 ? "" : parts[2].prefix { !"/?#".contains($0) }
    let stray = host.unicodeScalars.first { scalar in
      scalar.isASCII ? !isOfHost(scalar) : !isBare && !scalar.properties.isAlphabetic
    }
    let isMissing = host.isEmpty || ["http:", "https:"].contains(host)
    guard isMissing || stray != nil else { return nil }
    return problem(
      .linkSyntax,
      node.blockLines,
      address,
      stray.map { $0.properties.isWhitespace } == true
        ? "link: expected a host without blanks, found \(quoted(address)); remove them"
        : "link: expected a host behind `://`, found \(quoted(address)); write the whole address"
    )
  }

  /// Whether a host, a user before it or a port may have a character.
  private func isOfHost(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
      || "-._~:@[]%".unicodeScalars.contains(scalar)
  }

  /// A warning for a link to no address of mail, or to none that can be.
  private func mailSlip(_ node: MarkdownNode, _ address: String) -> ContentProblem? {
    guard address.hasPrefix("mailto:") else { return nil }
    let boxes = address.dropFirst("mailto:".count).prefix { $0 != "?" }
      .split(separator: ",", omittingEmptySubsequences: false)
    guard boxes.contains(where: { $0.wholeMatch(of: /[^@\s]+(?:@|%40)[^@\s]+\.[^@\s.]+/) == nil })
    else { return nil }
    return problem(
      .linkSyntax,
      node.blockLines,
      address,
      "link: expected an address such as `mailto:help@example.com`, found \(quoted(address)); "
        + "correct it"
    )
  }

  /// A warning for `！[图](/images/a.png)`, whose sign in full width makes a picture a link.
  private func wideImage(_ link: MarkdownNode, _ address: String) -> ContentProblem? {
    let ending = address.split(separator: ".").last?.lowercased() ?? ""
    guard ["png", "jpg", "jpeg", "gif", "webp", "svg", "avif"].contains(ending),
      let before = link.previous, case .text = before.kind, before.plainText.hasSuffix("！")
    else { return nil }
    return problem(
      .fullWidthMark,
      link.blockLines,
      "！[",
      "expected an image, found a link behind `！`; write `![…](\(printable(address)))` with `!` in "
        + "half width"
    )
  }

  /// Whether a picture's text is only a file's name.
  func isFileName(_ words: String) -> Bool {
    let name = /[^\/\n]*\.(?:png|jpe?g|gif|webp|svg|avif|heic)/.ignoresCase()
    let camera = /(?:IMG|DSC|DSCN|Screenshot|image|截屏|屏幕截图|微信图片|WX)[ _\-]?\d+[^\s]*/
    return words.wholeMatch(of: name) != nil || words.wholeMatch(of: camera) != nil
  }

  /// A warning for cells beyond those of the first row, which cmark drops, and for text right below
  /// a table, which becomes a row.
  func droppedCells(_ node: MarkdownNode) -> ContentProblem? {
    let columns = cells(in: line(node.line))
    guard columns > 0, node.endLine > node.line + 1 else { return nil }
    for number in (node.line + 2)...node.endLine {
      let row = line(number)
      guard columns < 2 || row.contains("|") else {
        return problem(
          .tableSyntax,
          number,
          String(row.drop { " >".contains($0) }.prefix(1)),
          "expected an empty line behind the table, found text, which becomes a row of it; write "
            + "one, or `|` between cells"
        )
      }
      let found = cells(in: row)
      guard found > columns else { continue }
      return problem(
        .tableSyntax,
        number,
        String(row.prefix(1)),
        "expected \(columns) cells as in the table's first row, found \(found), of which the last "
          + "are on no page; add a column above, or write `\\|` for a bar that is text"
      )
    }
    return nil
  }

  /// How many cells a row has, ignoring bars in code and after a backslash.
  private func cells(in row: Substring) -> Int {
    let bar = UInt8(ascii: "|")
    var bars: [Int] = []
    var (first, last) = (-1, -1)
    var (isEscaped, code) = (false, -1)
    let bytes = Array(row.utf8)
    for (index, byte) in bytes.enumerated() {
      let isBlank = byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
      if !isBlank, first >= 0 || byte != UInt8(ascii: ">") {
        if first < 0 { first = index }
        last = index
      }
      if byte == UInt8(ascii: "`") {
        let isClosed = code >= 0 || bytes[(index + 1)...].contains(byte)
        code = code < 0 && isClosed ? index : -1
      } else if byte == bar, !isEscaped, code < 0 {
        bars.append(index)
      }
      isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
    }
    guard !bars.isEmpty else { return 0 }
    return bars.count + 1 - (bars.first == first ? 1 : 0)
      - (bars.count > 1 && bars.last == last ? 1 : 0)
  }

  /// A warning for two or more lines with bullets that Markdown does not know.
  func foreignBullets(_ texts: [(Int, Substring)]) -> ContentProblem? {
    let marked = texts.filter { LineMark.foreignBullet(of: $0.1) != nil }
    guard marked.count > 1, let (number, text) = marked.first,
      let found = LineMark.foreignBullet(of: text)
    else { return nil }
    return problem(
      .listSyntax,
      number,
      String(found),
      "expected a list, found lines that begin with \(quoted(String(found))), which pages join to "
        + "one line; write `- ` before each"
    )
  }
}

extension MarkdownNode {
  fileprivate var holdsImage: Bool {
    var node = firstChild
    while let current = node {
      if case .image = current.kind { return true }
      node = current.next
    }
    return false
  }
}
