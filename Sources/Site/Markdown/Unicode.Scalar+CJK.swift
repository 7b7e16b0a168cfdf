extension Unicode.Scalar {
  /// Whether emphasis treats the character as Chinese, Japanese or Korean, punctuation included.
  ///
  /// East Asian Width W, F and H in whole blocks without emoji, and Hangul; quotation marks and
  /// dashes that Latin text has too are not among them. After the CJK-friendly amendments to
  /// CommonMark.
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

  /// What may follow a character to choose its form, and says nothing by itself.
  var isVariationSelector: Bool {
    switch value {
    case 0xFE00...0xFE0E, 0xE0100...0xE01EF: true
    default: false
    }
  }
}
