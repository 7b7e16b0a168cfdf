import Foundation

/// Unicode's composed form (NFC), which all addresses and file names of the output have.
///
/// Web servers compare bytes, while Swift takes `é` of one and of two code points for equal.
extension String {
  /// The text in composed form.
  var composed: String {
    utf8.allSatisfy { $0 < 0x80 } ? self : precomposedStringWithCanonicalMapping
  }

  /// Whether its bytes are those of the composed form.
  var isComposed: Bool { utf8.elementsEqual(composed.utf8) }
}
