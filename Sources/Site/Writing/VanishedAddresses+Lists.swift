import Shop
import Text

/// Lists of tags, brands and labels, which come from products and are reported together.
extension VanishedAddresses {
  /// Whether an address is that of a tag's, a brand's or a label's list.
  func isList(_ address: String) -> Bool {
    known.kinds[address] == .page
      && [AddressFolder.tags, .brands, .labels].contains { address.hasPrefix($0.plainAddress) }
  }

  /// One warning for all vanished lists, since one removed product may remove many.
  ///
  /// While products are left out for a time, lists are reported only when they vanish, since they
  /// may come back.
  func lostLists(_ all: [String]) -> [ContentProblem] {
    let mayReturn = leftOut.contains { product in
      switch product.reason {
      case .notYet, .over: true
      case .draft, .draftWithoutPrice, .announcementOver: false
      }
    }
    let lists = mayReturn ? all.filter { last.contains(outputFile(of: $0)) } : all
    guard let first = lists.first else { return [] }
    let shown = lists.prefix(5).map(quoted).joined(separator: ", ")
    let more = lists.count > 5 ? " and \(lists.count - 5) more" : ""
    return [
      warning(
        in: PublishedAddresses.file,
        at: first,
        "expected \(shown)\(more), "
          + (lists.count == 1 ? "a list that was published" : "lists that were published")
          + ", found no product of "
          + (lists.count == 1 ? "it" : "them")
          + "; add `redirects: [{from: \(printable(first)), to: /search/}]` to \(siteConfigFile), "
          + "or \(goneRemedy(first))"
      )
    ]
  }
}

/// The lists of the example products of a new shop.
let exampleLists: [String] = newShopFiles(date: "").flatMap { file in
  file.text.split(separator: "\n").flatMap { line -> [String] in
    if line.hasPrefix("brand: ") {
      return ["/" + ListTerm.brand(key: termKey(String(line.dropFirst("brand: ".count)))).path]
    }
    guard line.hasPrefix("tags: [") else { return [] }
    return line.dropFirst("tags: [".count).dropLast().split(separator: ",")
      .map { "/" + ListTerm.tag(key: termKey(String($0.drop { $0 == " " }))).path }
  }
}
