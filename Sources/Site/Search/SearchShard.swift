/// One file of the index: a range of terms with their postings, as JSON.
struct SearchShard {
  /// The first term in it.
  let start: String
  /// `[["term",posting,…],…]`, a line for each term.
  let bytes: [UInt8]

  /// From here on a shard ends at the next term that says so.
  static let likelyLength = 22_000
  /// Here it ends in any case.
  static let longestLength = 28_000

  /// Cuts the terms into shards of about 24 kB.
  ///
  /// Whether a term begins a shard depends on the term itself, so that a longer list moves the cuts
  /// near it and no others: the shards behind it keep their names.
  static func cut(_ postings: Postings) -> [SearchShard] {
    var shards: [SearchShard] = []
    var start = ""
    var bytes: [UInt8] = []
    func close() {
      guard !bytes.isEmpty else { return }
      shards.append(SearchShard(start: start, bytes: bytes + Array("]\n".utf8)))
      bytes = []
    }
    for (term, number) in postings.sorted {
      let list = postings.lists[number].bytes
      let length = bytes.count + list.count + term.utf8.count
      if length > longestLength || (bytes.count > likelyLength && beginsShard(term)) { close() }
      if bytes.isEmpty { start = term }
      // Terms are letters and digits: nothing in them needs escaping.
      bytes += Array((bytes.isEmpty ? "[[\"" : ",\n[\"").utf8)
      bytes += Array(term.utf8)
      bytes.append(UInt8(ascii: "\""))
      bytes += list
      bytes.append(UInt8(ascii: "]"))
    }
    close()
    return shards
  }

  /// One term in sixteen, by its FNV-1a hash.
  private static func beginsShard(_ term: String) -> Bool {
    var hash: UInt32 = 0x811C_9DC5
    for byte in term.utf8 { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    return (hash >> 8) & 15 == 0
  }
}
