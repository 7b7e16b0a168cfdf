import Foundation
import Shop
import Text

extension ShopAssembly {
  /// Warns of tags that differ in writing alone: a shop wants one list of them and not two.
  ///
  /// Alike are those with the same letters, whatever their case, width and spaces, and those that
  /// one address would stand for. The writing of most products is taken for the right one.
  mutating func checkTags(_ published: [ParsedFile]) {
    var uses: [String: [TagUse]] = [:]
    var counts: [String: Int] = [:]
    for file in published {
      guard case .product(let fields) = file.item else { continue }
      var own: [String: String] = [:]
      for tag in fields.tags {
        let key = tagKey(tag.value)
        if let other = own[key] {
          reportTwice(tag, as: other, in: file)
          continue
        }
        own[key] = tag.value
        uses[key, default: []].append(TagUse(tag: tag, file: file))
        counts[tag.value, default: 0] += 1
      }
    }
    for uses in uses.values { reportSpellings(uses, counts: counts) }
  }

  private struct TagUse {
    let tag: Located<String>
    let file: ParsedFile
  }

  private mutating func reportTwice(_ tag: Located<String>, as other: String, in file: ParsedFile) {
    report(
      file,
      .repeatedTag,
      at: tag.position,
      "tags: expected each tag once, found \(quoted(tag.value)) beside \(quoted(other)); "
        + "remove one of them"
    )
  }

  private mutating func reportSpellings(_ uses: [TagUse], counts: [String: Int]) {
    let first = uses.reduce(uses[0]) { best, use in
      counts[use.tag.value] ?? 0 > counts[best.tag.value] ?? 0 ? use : best
    }
    let others = uses.filter { $0.tag.value != first.tag.value }
    for use in others.prefix(mostWarnings) {
      report(
        use.file,
        .tagSpelling,
        at: use.tag.position,
        "tags: expected \(quoted(first.tag.value)) as in "
          + "\(first.file.source.file):\(first.tag.position.line), found \(quoted(use.tag.value)); "
          + "write the tag in one way"
      )
    }
  }
}

/// What two writings of one tag have in common.
private func tagKey(_ tag: String) -> String {
  let folded = tag.precomposedStringWithCompatibilityMapping.lowercased()
    .filter { !$0.isWhitespace }
  let letters = HeadingAnchors.slug(folded.withSignsInLetters).filter { $0 != "-" && $0 != "_" }
  return letters == "section" ? folded : letters
}
