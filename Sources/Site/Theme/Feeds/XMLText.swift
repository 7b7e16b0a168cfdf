import Shop

extension String {
  /// The text made safe for XML content and for quoted attributes.
  ///
  /// Characters that XML 1.0 cannot express, such as most control characters, are left out, since
  /// with one of them readers refuse the whole file.
  var escapedForXML: String {
    let isSound = unicodeScalars.allSatisfy(\.isXMLCharacter)
    guard !isSound else { return escapedForHTML }
    var sound = String.UnicodeScalarView()
    sound.append(contentsOf: unicodeScalars.lazy.filter(\.isXMLCharacter))
    return String(sound).escapedForHTML
  }
}

extension Unicode.Scalar {
  /// XML 1.0's `Char`, without the controls that it discourages.
  fileprivate var isXMLCharacter: Bool {
    switch value {
    case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85, 0xA0...0xFDCF, 0xFDF0...0xFFFD: true
    case 0x1_0000...: value & 0xFFFE != 0xFFFE
    default: false
    }
  }
}
