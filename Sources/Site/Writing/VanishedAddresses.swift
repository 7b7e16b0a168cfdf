import Shop
import Text

/// Published addresses that the output does not have, although readers may have links to them.
///
/// Each is reported by every build, at the file that had it, until there is an alias or `gone:`.
struct VanishedAddresses: Sendable {
  let known: PublishedAddresses
  let content: SiteContent
  let leftOut: [LeftOutProduct]
  let shop: String
  /// The paths of the output.
  private let files: Set<String>
  /// The paths of the last build's pages on this machine.
  let last: Set<String>
  /// The addresses of a new shop's examples, once the shop has its own products.
  let examples: Set<String>

  init(
    known: PublishedAddresses,
    last: [String],
    in files: [OutputFile],
    of content: SiteContent,
    leftOut: [LeftOutProduct],
    shop: String
  ) {
    self.known = known
    self.content = content
    self.leftOut = leftOut
    self.shop = shop
    self.files = Set(files.map(\.path))
    self.last = Set(last)
    examples = Self.replacedExamples(known: known, content: content, files: self.files)
  }

  private var config: SiteConfig { content.config }

  /// Warnings for vanished addresses, at most `mostWarnings`.
  var problems: [ContentProblem] {
    let all = known.kinds.keys.filter { isLost($0) }.sorted()
    let lists = all.filter(isList)
    let lost = all.filter { !isList($0) }
    let new = content.publishedAddresses.new(since: known)
    let found = lost.compactMap { problem(of: $0, among: lost, new: new) }
    let shown = Array(found.prefix(mostWarnings))
    return shown + rest(found.count - mostWarnings) + lostLists(lists) + contradictions
      + ownElsewhere
  }

  /// Whether an address is that of a static file.
  private func isFile(_ address: String) -> Bool {
    !address.hasSuffix("/") && !address.hasSuffix(".html")
      && address.split(separator: "/").last?.contains(".") == true
  }

  /// The pages of the last build that may be deleted without a refusal: they come and go by
  /// themselves, or `gone:` names them.
  var mayVanish: Set<String> { last.filter(mayVanish) }

  private func mayVanish(_ path: String) -> Bool {
    // Without the file it is not known which pages matter.
    guard !known.kinds.isEmpty else { return false }
    let (address, language) = plainAddress(ofFile: path)
    guard known.kinds[address] != nil, !isList(address) else { return true }
    return isGone(address) || examples.contains(address)
      || language.map { isGone("/\($0)/") } ?? false
  }

  private func isLost(_ address: String) -> Bool {
    guard !isThere(address), !isGone(address), !isCovered(address, by: config.elsewhere) else {
      return false
    }
    return !examples.contains(address)
  }

  private func isThere(_ address: String) -> Bool {
    files.contains(outputFile(of: address)) || files.contains(String(address.dropFirst()))
  }

  /// Whether `gone:` names the address, or a beginning of it.
  private func isGone(_ address: String) -> Bool {
    isCovered(address, by: config.gone)
  }

  private func problem(of address: String, among lost: [String], new: [String]) -> ContentProblem? {
    switch known.kinds[address] ?? .page {
    case .language(let tag): return lostLanguage(tag, at: address)
    case .alias(let page):
      if let file = source(of: page) {
        return warning(
          in: file,
          "aliases: expected \(quoted(address)), which was published and led here, found it gone; "
            + "write it again, or \(goneRemedy(address))"
        )
      }
    case .page: break
    }
    if isFile(address) {
      return warning(
        in: formerSource(of: address),
        "expected \(quoted(address)), a file that was published, found it gone; put it back, add "
          + "`redirects: [{from: \(printable(address)), to: …}]` to \(siteConfigFile), "
          + "or \(goneRemedy(address))"
      )
    }
    if let product = leftOutProduct(at: address) { return lostProduct(product, at: address) }
    if let (file, now) = moved(from: address) {
      return warning(
        in: file,
        at: "slug:",
        "slug: expected the address \(quoted(address)), which was published, found "
          + "\(quoted(now)) in its place; add \(aliasRemedy(address)), or \(goneRemedy(address))"
      )
    }
    let kind = address.hasPrefix("/products/") ? "product" : "page or product"
    return warning(
      in: formerSource(of: address),
      "expected \(quoted(address)), an address that was published, found neither a page nor an "
        + "alias; add \(aliasRemedy(address)) to the \(kind) that replaces it, "
        + "or \(goneRemedy(address))",
      hint: successor(of: address, among: lost, new: new)
    )
  }

  private func aliasRemedy(_ address: String) -> String { "`aliases: [\(printable(address))]`" }

  func goneRemedy(_ address: String) -> String {
    "`gone: [\(printable(address))]` to \(siteConfigFile)"
  }

  /// The only new page of the same kind, if only this one vanished; else nil.
  private func successor(of address: String, among lost: [String], new: [String]) -> String? {
    let isAlike = { (other: String) in kind(of: other) == kind(of: address) }
    let candidates = new.filter(isAlike)
    guard candidates.count == 1, lost.count(where: isAlike) == 1, let now = candidates.first,
      let file = source(of: now)
    else { return nil }
    return "is it `\(now)` now? then add \(aliasRemedy(address)) to \(file)"
  }

  /// The warning for a product that is left out, only when it vanishes; later the report lists it.
  private func lostProduct(_ product: LeftOutProduct, at address: String) -> ContentProblem? {
    switch product.reason {
    case .draft, .draftWithoutPrice: return lostToDraft(product, at: address)
    case .notYet, .over, .announcementOver: break
    }
    guard last.contains(outputFile(of: address)) else { return nil }
    return warning(
      in: product.file,
      at: product.reason.key,
      "expected \(quoted(address)), an address that was published, found its "
        + "\(product.slug == nil ? "page" : "product") left out, "
        + "\(product.reason.text); if that is meant, let old links end at the 404 page, "
        + "or add \(aliasRemedy(address)) to another product for the time"
    )
  }

  /// The warning for a published page that became a draft, at every build, lest it be forgotten.
  private func lostToDraft(_ draft: LeftOutProduct, at address: String) -> ContentProblem {
    let kind = draft.slug == nil ? "page" : "product"
    return warning(
      in: draft.file,
      at: draft.reason.key,
      "draft: expected \(quoted(address)), an address that was published, found that this \(kind) "
        + "is a draft now; publish it, let another one stand in for it by "
        + "\(aliasRemedy(address)), or \(goneRemedy(address))"
    )
  }

  private func lostLanguage(_ tag: String, at address: String) -> ContentProblem {
    let isDefault = config.language.tag == tag
    return problem(
      in: siteConfigFile,
      .lostLanguage,
      at: isDefault ? "language:" : "languages:",
      isDefault
        ? "language: expected the pages in \(quoted(tag)) at \(quoted(address)), where they were "
          + "published, found them at the root; go back to the former language, "
          + "or add `gone: [\(address)*]`"
        : "languages: expected \(quoted(tag)), whose pages were published, found them gone; "
          + "add it again, or `gone: [\(address)*]`"
    )
  }

  private func rest(_ count: Int) -> [ContentProblem] {
    guard count > 0 else { return [] }
    return [
      warning(
        in: PublishedAddresses.file,
        "expected every published address, found \(count) more gone without an alias; "
          + "add `aliases` to what replaces them, or `gone:` to \(siteConfigFile)"
      )
    ]
  }

  /// Errors for addresses under `gone:` that exist, or that another program serves.
  private var contradictions: [ContentProblem] {
    config.gone.compactMap { entry in
      let gone = entry.value
      let other = config.elsewhere.first {
        isCovered(gone, by: [$0]) || isCovered($0.value, by: [entry])
      }
      if let other {
        return problem(
          at: entry.position,
          "gone: expected an address that nothing has, found \(quoted(gone)), where another "
            + "program serves \(quoted(other.value)) by `elsewhere:`; remove one of them"
        )
      }
      let there: String? =
        if gone.hasSuffix("*") {
          firstPage(under: gone)
        } else {
          config.addresses(ofAlias: gone).map(\.path).first(where: isThere)
            .map { addressOfPage("/" + outputFile(of: $0)) }
        }
      guard let there else { return nil }
      return problem(
        at: entry.position,
        "gone: expected an address that nothing has, found \(quoted(gone)) and the page or alias "
          + "\(quoted(there))\(owner(of: there)); remove one of them"
      )
    }
  }

  /// Errors for addresses under `elsewhere:` that the shop itself has.
  private var ownElsewhere: [ContentProblem] {
    config.elsewhere.compactMap { located in
      let entry = located.value
      let isPage = !entry.hasSuffix("*") && isThere(entry)
      guard let there = isPage ? entry : firstPage(under: entry) else { return nil }
      return problem(
        at: located.position,
        "elsewhere: expected an address that another program serves, found \(quoted(entry)) and "
          + "the shop's own \(quoted(there))\(owner(of: there)); remove it, or write an address "
          + "that no page of the shop has"
      )
    }
  }

  /// Which file has the page, alias or redirect of an address, for a message.
  private func owner(of address: String) -> String {
    if let old = content.oldAddresses.first(where: { $0.file == outputFile(of: address) }) {
      return ", which \(old.source) has under `\(old.key):`"
    }
    return source(of: address).map { " of \($0)" } ?? ""
  }

  /// The first page of the output that `/en/*` stands for; nil for an address without `*`.
  private func firstPage(under entry: String) -> String? {
    guard entry.hasSuffix("*") else { return nil }
    return files.filter { ("/" + $0).hasPrefix(entry.dropLast()) && $0.hasSuffix(".html") }
      .map { addressOfPage("/" + $0) }.min()
  }

  /// An error in the settings.
  private func problem(at position: Position, _ message: String) -> ContentProblem {
    do throws(ContentProblem) {
      return try readSourceText(siteConfigFile, shop: shop).problem(at: position, message)
    } catch {
      // The file has gone since it was read.
      return ContentProblem(file: siteConfigFile, position: position, message: message)
    }
  }

  func warning(
    in file: String,
    at text: String? = nil,
    _ message: String,
    hint: String? = nil
  ) -> ContentProblem {
    problem(in: file, .lostAddress, at: text, message, hint: hint)
  }

  /// A problem at the first occurrence of `text`, or at the start of the file.
  private func problem(
    in file: String,
    _ warning: Diagnostic,
    at text: String?,
    _ message: String,
    hint: String? = nil
  ) -> ContentProblem {
    if let text, Disk.status(of: shop + "/" + file)?.kind == .file {
      do throws(ContentProblem) {
        let source = try readSourceText(file, shop: shop)
        let position = source.firstPosition(of: text)
        return source.problem(warning, at: position, message, hint: hint)
      } catch {
        // A file that cannot be read has been reported.
      }
    }
    return ContentProblem(file: file, warning: warning, message: message, hint: hint)
  }
}

extension VanishedAddresses {
  /// The addresses of a new shop's examples, once the shop's own products have replaced all example
  /// products, since nobody has links to them.
  private static func replacedExamples(
    known: PublishedAddresses,
    content: SiteContent,
    files: Set<String>
  ) -> Set<String> {
    let products = exampleAddresses.filter { $0.hasPrefix("/products/") }
    let isKept = content.products.contains { exampleSKUs.contains($0.sku.text) }
    guard !isKept, products.contains(where: { known.kinds[$0] != nil }),
      products.allSatisfy({ !files.contains(outputFile(of: $0)) })
    else { return [] }
    return Set((exampleAddresses + exampleLists).filter { !files.contains(outputFile(of: $0)) })
  }

  /// The address of an output file without its language, and the language's short tag.
  private func plainAddress(ofFile path: String) -> (address: String, language: String?) {
    let address = addressOfPage("/" + path)
    guard known.kinds[address] == nil else { return (address, nil) }
    let languages = known.kinds.compactMap { home, kind in
      if case .language = kind { home } else { nil }
    }
    guard let home = languages.first(where: { address.hasPrefix($0) }) else {
      return (address, nil)
    }
    let tag = String(home.dropFirst().dropLast())
    return address == home ? (home, tag) : ("/" + address.dropFirst(home.count), tag)
  }

  /// The content file of an existing page, by its address in the shop's own language.
  private func source(of address: String) -> String? {
    if let product = content.products.first(where: { "/products/\($0.slug)/" == address }) {
      return product.source
    }
    let file = formerSource(of: address)
    return isThere(address) && Disk.status(of: shop + "/" + file) != nil ? file : nil
  }

  /// The folder of content that an address belongs to.
  private func kind(of address: String) -> Substring {
    let first = address.dropFirst().prefix { $0 != "/" }
    return ["products", "categories", "scenarios"].contains(first) ? first : "pages"
  }

  /// The file that an address probably came from, by its name.
  private func formerSource(of address: String) -> String {
    let path = address.split(separator: "/").joined(separator: "/")
    if address.hasSuffix(".html") || isFile(address) { return "site/static/" + path }
    return kind(of: address) == "pages" ? "content/pages/\(path).md" : "content/\(path).md"
  }

  /// The product whose file has the address's name and another slug.
  private func moved(from address: String) -> (file: String, now: String)? {
    guard kind(of: address) == "products" else { return nil }
    let name = "/\(address.split(separator: "/").last ?? "").md"
    guard let product = content.products.first(where: { $0.source.hasSuffix(name) }) else {
      return nil
    }
    return (product.source, "/products/\(product.slug)/")
  }

  private func leftOutProduct(at address: String) -> LeftOutProduct? {
    leftOut.first { left in left.address == address }
  }
}

/// The output file of an address, such as `products/x/index.html` for `/products/x/`.
func outputFile(of address: String) -> String {
  let path = String(address.dropFirst())
  if path.hasSuffix(".html") { return path }
  return (path.isEmpty || path.hasSuffix("/") ? path : path + "/") + "index.html"
}

/// The addresses of the pages that `cardstock new shop` writes.
private let exampleAddresses: [String] = newShopFiles(date: "").compactMap { file in
  guard file.path.hasPrefix("content/"), file.path.hasSuffix(".md"), !file.path.hasSuffix(".en.md")
  else { return nil }
  let stem = file.path.dropFirst("content/".count).dropLast(".md".count)
  return "/" + (stem.hasPrefix("pages/") ? stem.dropFirst("pages/".count) : stem) + "/"
}

private let exampleSKUs: Set<String> = Set(
  newShopFiles(date: "").flatMap { file in
    file.text.split(separator: "\n").filter { $0.hasPrefix("sku: ") }
      .map { String($0.dropFirst("sku: ".count)) }
  }
)

extension LeftOutProduct.Reason {
  /// The key that is the reason.
  fileprivate var key: String {
    switch self {
    case .draft, .draftWithoutPrice: "draft:"
    case .notYet: "available_from:"
    case .announcementOver: "until:"
    case .over: "available_until:"
    }
  }
}

/// What follows a list's address for another order, part or page of it: no product's slug.
let listVariants: Set<String> = ["price", "newest", "page", "hot", "new", "discount"]
