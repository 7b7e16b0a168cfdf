import Foundation

/// Splits texts into terms; `Theme/Scripts/search.js` does the same with what buyers type.
///
/// `Tests/SiteTests/Search/vectors.json` tests that both agree.
package enum SearchText {
  /// A run of characters that is searched for as one.
  package enum Run: Equatable, Sendable {
    /// Letters and digits of scripts with spaces between words: `steam`, `50`, `ps5`.
    case word(String)
    /// Han, kana and hangul, where spaces do not separate words reliably.
    case ideographs(String)
  }

  /// A text in NFKC, which makes full-width letters plain, in lower case, without accents.
  package static func normalized(_ text: String) -> String {
    // Most texts have only characters of a single form, and Unicode's tables are slow.
    if text.unicodeScalars.allSatisfy(isPlain) { return text.lowercased() }
    let lower = text.precomposedStringWithCompatibilityMapping.lowercased()
    var bare = String.UnicodeScalarView()
    for scalar in lower.decomposedStringWithCanonicalMapping.unicodeScalars
    where !(0x300...0x36F).contains(scalar.value) {
      // Lower-case sigma depends on its place in the word in JavaScript, but not in Swift.
      bare.append(scalar == "ς" ? "σ" : scalar)
    }
    return String(bare).precomposedStringWithCanonicalMapping
  }

  /// The runs of a normalised text, in order.
  package static func runs(of normalized: String) -> [Run] {
    var runs: [Run] = []
    var current = String.UnicodeScalarView()
    var kind = Kind.neither
    func close() {
      switch kind {
      case .neither: break
      case .word: runs.append(.word(String(current)))
      case .ideograph: runs.append(.ideographs(String(current)))
      }
    }
    for scalar in normalized.unicodeScalars {
      let next = Self.kind(scalar)
      if next != kind {
        close()
        current = String.UnicodeScalarView()
        kind = next
      }
      current.append(scalar)
    }
    close()
    return runs
  }

  /// The terms of a run: a word itself; of ideographs every overlapping pair and the last one, so
  /// that a query of one character is the beginning of some term wherever it occurs.
  package static func terms(of run: Run) -> [String] {
    switch run {
    case .word(let word): return [word]
    case .ideographs(let text):
      let scalars = Array(text.unicodeScalars)
      return scalars.indices.map { index in
        var term = String.UnicodeScalarView([scalars[index]])
        if index + 1 < scalars.count { term.append(scalars[index + 1]) }
        return String(term)
      }
    }
  }

  /// The terms of a text as people write it.
  package static func terms(of text: String) -> [String] {
    runs(of: normalized(text)).flatMap(terms)
  }

  private enum Kind { case neither, word, ideograph }

  private static func kind(_ scalar: Unicode.Scalar) -> Kind {
    switch scalar.value {
    case 0x30...0x39, 0x61...0x7A: .word
    case 0...0x7F: .neither
    case 0x3005...0x3007, 0x3041...0x3096, 0x309D...0x309F, 0x30A1...0x30FA, 0x30FC...0x30FF,
      0x31F0...0x31FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0x1100...0x11FF, 0xAC00...0xD7A3,
      0x20000...0x3FFFF:
      .ideograph
    // Left out, so that code points have the same order as UTF-16, which JavaScript compares.
    case 0xE000...0xFFFF: .neither
    default: isWord(scalar.properties) ? .word : .neither
    }
  }

  private static func isWord(_ properties: Unicode.Scalar.Properties) -> Bool {
    if properties.isAlphabetic { return true }
    return switch properties.generalCategory {
    case .decimalNumber, .letterNumber, .otherNumber: true
    case .nonspacingMark, .spacingMark, .enclosingMark: true
    default: false
    }
  }

  /// Whether normalisation changes at most the case of an ASCII letter.
  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x7F, 0x3001...0x3002, 0x3400...0x4DBF, 0x4E00...0x9FFF: true
    default: false
    }
  }
}
