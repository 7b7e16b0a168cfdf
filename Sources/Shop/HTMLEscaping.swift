extension StringProtocol {
  /// The text made safe for HTML content and for quoted attributes.
  ///
  /// Goes byte by byte: to an escaping that goes by grapheme cluster, a quotation mark with a
  /// combining accent is no quotation mark, but to a browser it is one.
  package var escapedForHTML: String {
    guard utf8.contains(where: \.isMarkup) else { return String(self) }
    var escaped: [UInt8] = []
    escaped.reserveCapacity(utf8.count + 16)
    escapeForHTML(into: &escaped)
    return String(decoding: escaped, as: UTF8.self)
  }

  /// Appends the escaped text to `output`.
  package func escapeForHTML(into output: inout [UInt8]) {
    let isDone: Void? = utf8.withContiguousStorageIfAvailable { $0.escapeForHTML(into: &output) }
    if isDone == nil { Array(utf8).withUnsafeBufferPointer { $0.escapeForHTML(into: &output) } }
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// Copies whole runs that need no escape at once: most texts have no such byte at all.
  fileprivate func escapeForHTML(into output: inout [UInt8]) {
    var copied = 0
    for index in indices where self[index].isMarkup {
      output.append(contentsOf: self[copied..<index])
      output.append(contentsOf: self[index].reference.utf8)
      copied = index + 1
    }
    output.append(contentsOf: self[copied...])
  }
}

extension UInt8 {
  fileprivate var isMarkup: Bool {
    switch self {
    case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "\""),
      UInt8(ascii: "'"):
      true
    default: false
    }
  }

  /// The character reference for a byte of markup.
  fileprivate var reference: String {
    switch self {
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "\""): "&quot;"
    default: "&#39;"
    }
  }
}
