import CQREncode
import Shop

/// A QR code as squares of dark and light.
package struct QRCode: Sendable {
  /// Squares on a side, without the margin.
  package let width: Int
  /// The squares, row by row from the top left.
  package let isDark: [Bool]

  /// Encodes a text at level M, readable with 15 % damaged; nil when it is empty or too long.
  package init?(_ text: String) {
    guard let code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return nil }
    defer { QRcode_free(code) }
    width = Int(code.pointee.width)
    guard let data = code.pointee.data else { return nil }
    isDark = (0..<(width * width)).map { data[$0] & 1 == 1 }
  }

  /// The light margin that scanners need, in squares.
  private static let margin = 4

  /// The code as inline SVG, black on white in every colour scheme.
  package func svg(title: String) -> String {
    let side = width + 2 * Self.margin
    return """
      <svg class="qr" role="img" aria-labelledby="qr-title" viewBox="0 0 \(side) \(side)" \
      shape-rendering="crispEdges" xmlns="http://www.w3.org/2000/svg">\
      <title id="qr-title">\(title.escapedForHTML)</title>\
      <path fill="#fff" d="M0 0h\(side)v\(side)H0z"/>\
      <path fill="#000" d="\(path)"/></svg>
      """
  }

  /// The code as lines of block characters, two rows of squares in each, to be shown in black on
  /// white.
  package var halfBlocks: [String] {
    let side = width + 2 * Self.margin
    let isDark = { (row: Int, column: Int) -> Bool in
      let (row, column) = (row - Self.margin, column - Self.margin)
      guard (0..<width).contains(row), (0..<width).contains(column) else { return false }
      return self.isDark[row * width + column]
    }
    return stride(from: 0, to: side, by: 2).map { row in
      (0..<side).map { column in
        switch (isDark(row, column), isDark(row + 1, column)) {
        case (true, true): "\u{2588}"
        case (true, false): "\u{2580}"
        case (false, true): "\u{2584}"
        case (false, false): " "
        }
      }.joined()
    }
  }

  /// One rectangle for each run of dark squares in a row.
  private var path: String {
    var path = ""
    for row in 0..<width {
      var column = 0
      while column < width {
        guard isDark[row * width + column] else {
          column += 1
          continue
        }
        let start = column
        while column < width, isDark[row * width + column] { column += 1 }
        let length = column - start
        path += "M\(start + Self.margin) \(row + Self.margin)h\(length)v1h-\(length)z"
      }
    }
    return path
  }
}
