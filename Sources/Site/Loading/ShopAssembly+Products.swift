import Foundation
import Shop
import Text

/// Checks of products that need more than their front matter.
extension ShopAssembly {
  /// Checks that every `:::product SLUG` names a product that has a page.
  mutating func checkShownProducts() {
    var absences: [String: LeftOutProduct.Reason] = [:]
    var published = Set<String>()
    var ends: [String: WrittenMoment] = [:]
    for file in originals {
      guard case .product(let fields) = file.item, let slug = fields.slug?.value else { continue }
      guard let reason = absence(of: file) else {
        published.insert(slug)
        ends[slug] = fields.availability.until
        continue
      }
      absences[slug] = reason
    }
    for file in originals where absence(of: file) == nil {
      var end: Timestamp?
      if case .product(let fields) = file.item { end = fields.availability.until?.moment }
      for text in [file] + shownTranslations(of: file) {
        for product in text.body.shownProducts {
          guard published.contains(product.value) else {
            reportMissing(product, in: text, absences[product.value], published)
            continue
          }
          let found = "found \(quoted(product.value))"
          if let fault = ends[product.value]?.fault(in: "block", found, until: end) {
            report(text, fault.warning, at: product.position, fault.message)
          }
        }
      }
    }
  }

  /// Warns about products without instructions for redeeming, since buyers would ask the shop.
  mutating func checkInstructions(_ published: [ParsedFile]) {
    let heading = config.phrases(in: config.language)[.redeemHeading]
    for file in published {
      guard case .product(let fields) = file.item, fields.offer != nil else { continue }
      if file.body.redeem == nil, !file.body.hasNearlyRedeem {
        report(
          file,
          .noInstructions,
          at: .start,
          "expected a section `## \(heading)`, which is sent with the codes, found none; "
            + "write how the code is redeemed"
        )
      } else if file.body.redeem != nil {
        for translation in shownTranslations(of: file) { checkInstructions(in: translation) }
      }
    }
  }

  /// Warns about a translation that has a text without instructions, which its page then lacks.
  private mutating func checkInstructions(in translation: ParsedFile) {
    guard translation.body.redeem == nil, !translation.body.hasNearlyRedeem,
      !translation.body.parts.isEmpty
    else { return }
    let heading = config.phrases(in: translation.language)[.redeemHeading]
    report(
      translation,
      .noInstructions,
      at: .start,
      "expected a section `## \(heading)` as in the text that it translates, found none, so that "
        + "buyers who read \(translation.language.tag) are not told; translate it too"
    )
  }

  /// Warns about dates in the future; a later sale is set by `available_from`.
  mutating func checkDates(_ published: [ParsedFile]) {
    for file in published {
      guard case .product(let fields) = file.item else { continue }
      if let date = fields.date, date.value > moment.now {
        report(
          file,
          .futureDate,
          at: date.position,
          "date: expected the day on which the page was published, found one to come; correct it, "
            + "or write `available_from` to sell the product from that day on"
        )
      } else if let updated = fields.updated, updated.value > moment.now {
        report(
          file,
          .futureDate,
          at: updated.position,
          "updated: expected the day on which the text was changed, found one to come; correct it "
            + "or remove the line"
        )
      }
    }
  }

  /// Warns about products that cannot be bought, since there is no worker and no payment link.
  mutating func checkWorker(_ published: [ParsedFile]) {
    // A `worker_url` that could not be read has been reported.
    guard config.workerURL == nil, let source = settings,
      source.firstPosition(of: "\nworker_url:") == .start,
      !source.bytes.starts(with: "worker_url:".utf8)
    else { return }
    let unsold = published.count { file in
      guard case .product(let fields) = file.item else { return false }
      return fields.offer.map { $0.stripe == nil } ?? false
    }
    guard unsold > 0 else { return }
    problems.append(
      source.problem(
        .noWorkerURL,
        at: source.firstPosition(of: "worker_url"),
        "worker_url: expected the address of the worker, found none, so that "
          + "\(unsold == 1 ? "a product" : "\(unsold) products") cannot be bought; "
          + "write `worker_url: https://pay.example.com` with your own address"
      )
    )
  }

  private mutating func reportMissing(
    _ product: Located<String>,
    in file: ParsedFile,
    _ absence: LeftOutProduct.Reason?,
    _ published: Set<String>
  ) {
    let found = "found \(quoted(product.value))"
    if let absence {
      report(
        file,
        at: product.position,
        "block: expected a published product, \(found), \(absence.whatItIs); "
          + "\(absence.remedy) or remove the line"
      )
    } else if !refused.contains("content/products/\(product.value).md"),
      !unread.values.contains(where: { $0.slug == product.value })
    {
      report(
        file,
        at: product.position,
        "block: expected the slug of a product, \(found); correct it or add the product",
        hint: published.sorted().hint(for: product.value)
      )
    }
  }
}

extension ShopAssembly {
  /// Warns about tags that differ only in spelling, which would have two lists instead of one.
  ///
  /// Alike are tags with the same letters, ignoring case, width and spaces, or the same address.
  /// The spelling of most products counts as the right one.
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
    for use in uses.values.joined() where use.tag.value.contains(where: { "/／".contains($0) }) {
      let tag = use.tag.value
      // The other marks were reported with the file.
      guard JoinedEntries(tag) == nil,
        let joined = JoinedEntries(tag, among: { uses[tagKey($0)] != nil })
      else { continue }
      report(use.file, .joinedTags, at: use.tag.position, joined.words(of: tag), hint: joined.hint)
    }
  }

  /// Warns once of all prices that a provider may refuse.
  mutating func checkDoubtfulPrices() {
    var uses: [String: [(file: ParsedFile, price: DoubtfulPrice)]] = [:]
    for file in originals where !file.allowed.contains(.amountLimit) {
      guard case .product(let fields) = file.item else { continue }
      for price in fields.doubtfulPrices {
        uses["\(price.provider.rawValue) \(price.least)", default: []].append((file, price))
      }
    }
    for uses in uses.values {
      let (file, first) = uses[0]
      let others = uses.dropFirst()
      let places = others.prefix(3).map { "\($0.file.source.file):\($0.price.position.line)" }
        .joined(separator: ", ")
      let more =
        others.isEmpty
        ? "" : " and \(others.count) more below it (\(places)\(others.count > 3 ? ", …" : ""))"
      report(
        file,
        .amountLimit,
        at: first.position,
        "expected \(first.least) or more, since \(first.provider.rawValue) refuses less than its "
          + "minimum in the currency of your bank account, found \(first.price)\(more); try it, or "
          + "raise it"
      )
    }
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

/// A key that all spellings of a tag have in common.
private func tagKey(_ tag: String) -> String {
  let folded = tag.precomposedStringWithCompatibilityMapping.lowercased()
    .filter { !$0.isWhitespace }
  let letters = HeadingAnchors.slug(folded.withSignsInLetters).filter { $0 != "-" && $0 != "_" }
  return letters == "section" ? folded : letters
}
