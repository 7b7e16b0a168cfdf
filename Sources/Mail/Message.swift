import Foundation
package import Shop
import Text

/// A composed message: the same bytes for the same delivery, each time.
///
/// It depends on neither chance nor a clock; the boundary comes from the Message-ID.
package struct Message: Equatable, Sendable {
  /// Without angle brackets; also valid as a file name.
  package let id: String
  /// Header and body; every line ends with CRLF and has at most 998 bytes.
  package let bytes: [UInt8]

  package init(_ owed: OwedMessage, identity: ShopIdentity) {
    id = Self.identifier(of: owed)
    let letter = Letter(owed, identity: identity)
    let boundary = "=_cardstock_\(String(id.utf8.fnv1a, radix: 16))"
    let headers = [
      "Date: \(owed.date.headerText)",
      "From: \(HeaderText.encode(letter.shopTitle)) <\(identity.from.text)>",
      "To: <\(owed.to.text)>",
      "Subject: \(HeaderText.encode(letter.subject))",
      "Message-ID: <\(id)>",
      "MIME-Version: 1.0",
      "Auto-Submitted: auto-generated",
      "X-Auto-Response-Suppress: All",
      "Content-Language: \(owed.language.tag)",
      "Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"",
    ]
    let lines =
      headers + [""]
      + Self.part("text/plain", letter.plainText, boundary)
      + Self.part("text/html", letter.html, boundary)
      + ["--\(boundary)--", ""]
    bytes = Array(lines.joined(separator: "\r\n").utf8)
  }

  /// A letter to the operator, from the shop's own address.
  package init(_ letter: OperatorLetter, identity: ShopIdentity) {
    id = Self.identifier(
      "\(letter.name)@\(identity.from.text.split(separator: "@").last ?? "invalid")",
      orElse: "letter@invalid"
    )
    let headers = [
      "Date: \(letter.date.headerText)",
      "From: Cardstock <\(identity.from.text)>",
      "To: <\(letter.to.text)>",
      "Subject: \(HeaderText.encode(letter.subject))",
      "Message-ID: <\(id)>",
      "MIME-Version: 1.0",
      "Auto-Submitted: auto-generated",
      "X-Auto-Response-Suppress: All",
      "Content-Type: text/plain; charset=utf-8",
      "Content-Transfer-Encoding: base64",
    ]
    let lines = headers + [""] + Self.base64Lines(letter.text) + [""]
    bytes = Array(lines.joined(separator: "\r\n").utf8)
  }

  /// The Message-ID of an owed message, for its header and its file name.
  static func identifier(of owed: OwedMessage) -> String {
    identifier(owed.messageID, orElse: "delivery-\(owed.deliveryID)@invalid")
  }

  private static func part(_ type: String, _ text: String, _ boundary: String) -> [String] {
    [
      "--\(boundary)", "Content-Type: \(type); charset=utf-8", "Content-Transfer-Encoding: base64",
      "",
    ] + base64Lines(text)
  }

  private static func base64Lines(_ text: String) -> [String] {
    let canonical = text.replacing("\r\n", with: "\n").replacing("\n", with: "\r\n")
    let encoded = Array(Data(canonical.utf8).base64EncodedString().utf8)
    return stride(from: 0, to: encoded.count, by: 76).map { start in
      String(decoding: encoded[start..<min(start + 76, encoded.count)], as: UTF8.self)
    }
  }

  /// The stored Message-ID, reduced to the characters that headers and file names both allow.
  private static func identifier(_ text: String, orElse fallback: String) -> String {
    let kept = text.utf8.filter { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
        || "-_.+@".utf8.contains(byte)
    }
    let text = String(decoding: kept.prefix(200).drop { $0 == UInt8(ascii: ".") }, as: UTF8.self)
    return text.isEmpty ? fallback : text
  }
}

/// A letter to the operator: plain text, no codes, no buyers' addresses.
package struct OperatorLetter: Equatable, Sendable {
  /// Becomes the Message-ID, so that a repeat is recognized: `statement-stripe-2026-11-20`.
  package let name: String
  /// The operator's own address.
  package let to: EmailAddress
  /// One line.
  package let subject: String
  /// Plain text, lines ended by a line feed.
  package let text: String
  /// The `Date` header: when the letter was owed, so that a repeat is the same.
  package let date: Timestamp

  package init(name: String, to: EmailAddress, subject: String, text: String, date: Timestamp) {
    self.name = name
    self.to = to
    self.subject = subject
    self.text = text
    self.date = date
  }
}

/// Text in message headers: encoded by RFC 2047 where it is not plain ASCII, and folded.
enum HeaderText {
  /// The text as a header's value: unchanged when plain and short, otherwise as encoded words.
  ///
  /// Drops control characters, so that no text can begin a header of its own.
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

  /// Pieces of at most 39 bytes, 52 in base64, cut between characters: an encoded word with its
  /// header's name stays within 75 columns, and each can be decoded alone.
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

extension Timestamp {
  /// The moment in RFC 5322's form: `Fri, 20 Nov 2026 23:58:00 +0000`.
  var headerText: String {
    let day = CivilDate(self)
    let weekday = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"][day.weekday]
    return "\(weekday), \(day.day) \(day.englishMonth.prefix(3)) \(day.year) \(clockText) +0000"
  }
}
