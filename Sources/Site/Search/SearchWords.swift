/// The distinct written words of the index, for queries that begin inside a word and for typing
/// errors: `["50","cairnlight",…]`.
struct SearchWords {
  let bytes: [UInt8]
  /// Whether no word was left out; the rarest are where the file would be too long.
  let isComplete: Bool

  /// `longest` is in bytes.
  init(_ postings: Postings, longest: Int) {
    let all = postings.sorted.filter { Self.isWritten($0.term) }
    let frequent = all.sorted { left, right in
      let counts = (postings.lists[left.number].count, postings.lists[right.number].count)
      return counts.0 == counts.1 ? left.term < right.term : counts.0 > counts.1
    }
    var length = 0
    let kept = Set(
      frequent.prefix { word in
        length += word.term.utf8.count + 3
        return length <= longest
      }.map(\.number)
    )
    isComplete = kept.count == all.count
    let words = all.filter { kept.contains($0.number) }.map { "\"\($0.term)\"" }
    bytes = Array("[\(words.joined(separator: ","))]\n".utf8)
  }

  /// Neither a SKU nor pinyin nor ideographs.
  private static func isWritten(_ term: String) -> Bool {
    guard !term.hasPrefix(SearchSpace.sku), !term.hasPrefix(SearchSpace.pinyin) else {
      return false
    }
    return SearchText.runs(of: term) == [.word(term)]
  }
}
