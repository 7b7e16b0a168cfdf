import Foundation

/// Text in message headers: RFC 2047 for what is not plain ASCII, folded.
enum HeaderText {
  /// The text as a header's value: as it is when plain and short, in encoded words otherwise.
  ///
  /// Control characters are dropped, so that no text can begin a header of its own.
  static func encode(_ text: String) -> String {
    let clean = String(
      String.UnicodeScalarView(
        text.unicodeScalars.filter { $0.properties.generalCategory != .control }
      )
    )
    let isPlain = clean.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || byte == 32
    }
    if isPlain, clean.utf8.count <= 60, !clean.hasPrefix(" "), !clean.hasSuffix(" ") {
      return clean
    }
    let words = pieces(of: clean).map { "=?UTF-8?B?\(Data($0.utf8).base64EncodedString())?=" }
    return words.joined(separator: "\r\n ")
  }

  /// Pieces of at most 39 bytes, 52 in base-64, cut between characters: an encoded word and its
  /// header's name stay within 75 columns, and each can be decoded by itself.
  private static func pieces(of text: String) -> [String] {
    var pieces: [String] = []
    var piece = String.UnicodeScalarView()
    var length = 0
    for scalar in text.unicodeScalars {
      let bytes = UTF8.width(scalar)
      if length + bytes > 39 {
        pieces.append(String(piece))
        piece = String.UnicodeScalarView()
        length = 0
      }
      piece.append(scalar)
      length += bytes
    }
    return pieces + [String(piece)]
  }
}
