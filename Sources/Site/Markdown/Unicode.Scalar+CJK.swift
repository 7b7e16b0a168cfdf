extension Unicode.Scalar {
  /// Whether emphasis treats the character as Chinese, Japanese or Korean, punctuation included.
  ///
  /// By the CJK-friendly amendments to CommonMark: East Asian Width W, F and H in whole blocks
  /// without emoji, and Hangul, but not quotation marks and dashes that Latin text has too.
  var isCJK: Bool {
    switch value {
    case 0x1100...0x11FF, 0x2329...0x232A, 0x2E80...0x303E, 0x3041...0x4DBF, 0x4E00...0xA4CF,
      0xA960...0xA97C, 0xAC00...0xD7FF, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6F,
      0xFF01...0xFFEE, 0x16FE0...0x18DF2, 0x1AFF0...0x1B2FB, 0x20000...0x3FFFD:
      true
    default:
      false
    }
  }

  /// Whether it is punctuation in CommonMark's sense, with symbols.
  var isMarkdownPunctuation: Bool {
    switch properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol,
      .modifierSymbol, .otherSymbol:
      true
    default:
      false
    }
  }

  /// Whether it only selects the form of the preceding character.
  var isVariationSelector: Bool {
    switch value {
    case 0xFE00...0xFE0E, 0xE0100...0xE01EF: true
    default: false
    }
  }

  /// Whether text of this script is set without spaces between words.
  ///
  /// Chinese and Japanese with their punctuation and full-width forms; not Korean, which has
  /// spaces.
  var isSetWithoutSpaces: Bool {
    switch value {
    case 0x2E80...0x2FDF, 0x3000...0x30FF, 0x3100...0x312F, 0x31A0...0x31FF, 0x3400...0x4DBF,
      0x4E00...0x9FFF, 0xF900...0xFAFF, 0xFE30...0xFE4F, 0xFF00...0xFF60, 0x20000...0x3FFFD:
      true
    case 0x2014, 0x2018, 0x2019, 0x201C, 0x201D, 0x2026:
      true
    default:
      false
    }
  }
}
