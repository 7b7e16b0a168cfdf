/// One secret that the shop bought from a supplier, and that a buyer pays for.
///
/// Prints, dumps and mirrors as `<redacted>`; unwrapped where it is sealed, mailed or shown.
package struct CardCode: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The code as the supplier wrote it, 1 to 512 bytes: without invisible characters, blanks at its
  /// ends, or control characters.
  package let code: String
  /// The PIN that goes with it, if any, cleaned likewise, up to 64 bytes.
  package let pin: String?
  /// The number printed beside a code that is the card's secret, as 卡号 beside 卡密; cleaned
  /// likewise, up to 64 bytes.
  package let number: String?

  /// In bytes of UTF-8; a longer code is refused when it is read.
  package static let longestCodeBytes = 512
  /// In bytes of UTF-8, of a PIN or a number.
  package static let longestPinBytes = 64

  /// Takes a code as it was imported; nil when nothing visible is left of it, when it holds a
  /// control character or a line break, or when it is too long.
  package init?(code: String, pin: String?, number: String? = nil) {
    let code = Self.cleaned(code)
    let (pin, number) = (pin.map(Self.cleaned), number.map(Self.cleaned))
    guard (1...Self.longestCodeBytes).contains(code.utf8.count), Self.isOneLine(code),
      [pin ?? "", number ?? ""].allSatisfy({ text in
        text.utf8.count <= Self.longestPinBytes && Self.isOneLine(text)
      })
    else { return nil }
    self.code = code
    self.pin = pin == "" ? nil : pin
    self.number = number == "" ? nil : number
  }

  /// Never the secret.
  package var description: String { "<redacted>" }
  /// Never the secret.
  package var debugDescription: String { "<redacted>" }
  /// Without children, so that a dump shows nothing.
  package var customMirror: Mirror { Mirror(self, children: []) }
}

extension CardCode {
  /// What makes two cards the same: codes with one identity are one card, which is sold once.
  ///
  /// The code without invisible and control characters, without blanks at its ends, in half width,
  /// its letters composed. The PIN and the number are not part of it; `SeenCards` says what they
  /// are compared for.
  package var identity: String { Self.identity(of: code) }

  static func identity(of text: String) -> String {
    guard !isPlain(text) else { return text }
    var scalars = String.UnicodeScalarView()
    for character in cleaned(text) {
      if let letter = ComposedCharacter.all[character] {
        scalars.append(letter)
      } else {
        scalars.append(contentsOf: character.unicodeScalars.filter { !$0.isControl })
      }
    }
    return cleaned(halfWidth(String(scalars)))
  }

  /// The text without invisible characters and without blanks at its ends.
  package static func cleaned(_ text: String) -> String {
    guard !isPlain(text) else { return text }
    let seen = text.unicodeScalars.filter { !$0.isInvisible }
    let begun = seen.drop(while: \.isBlank)
    let ended = begun.reversed().drop(while: \.isBlank).reversed()
    return String(String.UnicodeScalarView(ended))
  }

  /// The text with its full-width letters, digits and signs as ASCII.
  package static func halfWidth(_ text: String) -> String {
    guard !isPlain(text) else { return text }
    return String(String.UnicodeScalarView(text.unicodeScalars.map(\.inHalfWidth)))
  }

  /// Whether a text is visible ASCII only, as nearly all codes are.
  private static func isPlain(_ text: String) -> Bool {
    text.utf8.allSatisfy { (0x21...0x7E).contains($0) }
  }

  private static func isOneLine(_ text: String) -> Bool {
    !text.unicodeScalars.contains(where: \.isControl)
  }
}

extension Unicode.Scalar {
  /// Whether it leaves no trace on a page, as format characters do: texts that differ only in such
  /// characters look the same.
  fileprivate var isInvisible: Bool {
    value >= 0x80
      && (properties.generalCategory == .format || properties.isDefaultIgnorableCodePoint)
  }

  /// Whether it is a control character or ends a line.
  fileprivate var isControl: Bool {
    switch properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator: true
    default: false
    }
  }

  /// Whether it is white space of any width; the empty braille pattern looks like it.
  fileprivate var isBlank: Bool { properties.isWhitespace || value == 0x2800 }

  /// The same character in half width.
  ///
  /// https://www.unicode.org/charts/PDF/UFF00.pdf
  fileprivate var inHalfWidth: Unicode.Scalar {
    switch value {
    case 0xFF01...0xFF5E: Unicode.Scalar(value - 0xFEE0) ?? self
    case 0x3000: " "
    case 0xFFE0: "\u{A2}"
    case 0xFFE1: "\u{A3}"
    case 0xFFE2: "\u{AC}"
    case 0xFFE3: "\u{AF}"
    case 0xFFE4: "\u{A6}"
    case 0xFFE5: "\u{A5}"
    case 0xFFE6: "\u{20A9}"
    default: self
    }
  }
}

extension CardCode {
  /// What may become of a code; the vault allows these steps and no other.
  package enum State: String, Sendable {
    /// Does not open in its row: out of sale, for a person to see. → `available`, `revoked`,
    /// `undone`
    case quarantined
    /// For sale, unless its last day is too near. → `allocated`, `quarantined`, `revoked`, `undone`
    case available
    /// Bound to a unit of an order. → `revoked`
    case allocated
    /// Never handed out again. → `undone`, if nobody bought it
    case revoked
    /// Taken back with its batch: the same card may come again.
    case undone
  }

  /// Where in the vault a code is, for a person who holds that code.
  package struct Place: Equatable, Sendable {
    /// The row of the code, by which it is named.
    package let id: Int64
    /// The operators' name of the batch that it came with.
    package let batch: String
    /// What has become of it.
    package let state: State

    package init(id: Int64, batch: String, state: State) {
      self.id = id
      self.batch = batch
      self.state = state
    }
  }

  /// Which codes to void; codes that are already bound to a unit stay bound.
  package enum Selection: Equatable, Sendable {
    /// Every available code of the batches with that name.
    case batch(String)
    /// These, if they are available.
    case codes([Int64])
  }

  /// The one code that a person wants to see.
  package enum Wanted: Equatable, Sendable {
    case code(Int64)
    /// The code of one unit of an order, counted from 1.
    case unit(Reference, Int)
  }

  /// One code, opened for a person.
  package struct Revealed: Equatable, Sendable {
    /// The row of the code.
    package let id: Int64
    /// What it is of.
    package let sku: SKU
    /// The secret itself.
    package let code: CardCode

    package init(id: Int64, sku: SKU, code: CardCode) {
      self.id = id
      self.sku = sku
      self.code = code
    }
  }
}
