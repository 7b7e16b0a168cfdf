import Foundation

/// Addresses and file names are bytes to a web server, while Swift takes `é` in one character and
/// in two for the same text. All addresses and names of the output are therefore in Unicode's
/// composed form (NFC), whatever a Mac's disk or an editor wrote.
extension String {
  /// The text in composed form.
  var composed: String {
    utf8.allSatisfy { $0 < 0x80 } ? self : precomposedStringWithCanonicalMapping
  }

  /// Whether its bytes are those of the composed form.
  var isComposed: Bool { utf8.elementsEqual(composed.utf8) }
}
