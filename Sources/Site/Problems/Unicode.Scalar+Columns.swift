extension Unicode.Scalar {
  /// Columns on a terminal: 2 for CJK, full-width and emoji, 0 for combining marks, else 1.
  var columns: Int {
    if value < 0x300 { return 1 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return isWide ? 2 : 1
    }
  }

  /// After Unicode's East Asian Width property, W and F, in whole blocks.
  private var isWide: Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F,
      0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F680...0x1F6FF, 0x1F900...0x1FAFF,
      0x20000...0x3FFFD:
      true
    default:
      false
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
