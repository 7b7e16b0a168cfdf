/// An AVIF's size: the `ispe` property of its primary item, or the largest one there is.
struct AVIFHead {
  private(set) var head: ImageHead?

  init?(_ bytes: [UInt8]) {
    let file = ByteReader(bytes)
    guard let type = Self.box("ftyp", in: file, from: 0),
      let brand = type.text(at: 0, count: 4), brand == "avif" || brand == "avis",
      let meta = Self.box("meta", in: file, from: 0),
      let properties = Self.box("iprp", in: meta, from: 4),
      let container = Self.box("ipco", in: properties, from: 0)
    else { return nil }
    var sizes: [(width: Int, height: Int)] = []
    var isOnSide = false
    Self.walk(container, from: 0) { kind, box in
      if kind == "ispe", let width = box.big32(at: 4), let height = box.big32(at: 8) {
        sizes.append((width, height))
      }
      if kind == "irot", let turns = box.byte(at: 0) { isOnSide = turns & 1 == 1 }
      return true
    }
    // A grid's tiles have sizes too; the whole is the largest.
    guard let size = sizes.max(by: { $0.width * $0.height < $1.width * $1.height }) else {
      return nil
    }
    var head = ImageHead(
      format: .avif,
      width: isOnSide ? size.height : size.width,
      height: isOnSide ? size.width : size.height
    )
    head.isAnimated = brand == "avis"
    self.head = head
  }

  private static func box(_ wanted: String, in reader: ByteReader, from start: Int) -> ByteReader? {
    var found: ByteReader?
    walk(reader, from: start) { kind, box in
      if kind == wanted { found = box }
      return found == nil
    }
    return found
  }

  /// Calls `visit` with each box until it returns false; sizes of 64 bits and "to the end" are
  /// those of picture data, which come last.
  private static func walk(
    _ reader: ByteReader,
    from start: Int,
    _ visit: (String, ByteReader) -> Bool
  ) {
    var index = start
    while let size = reader.big32(at: index), size >= 8,
      let kind = reader.text(at: index + 4, count: 4),
      let box = reader.part(at: index + 8, count: min(size - 8, reader.count - index - 8))
    {
      guard visit(kind, box) else { return }
      index += size
    }
  }
}
