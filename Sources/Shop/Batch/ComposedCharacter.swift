/// The letters that Unicode has both as one character and as a letter with marks, such as `é`.
enum ComposedCharacter {
  /// By what a person sees: characters are equal however they are encoded.
  ///
  /// From Latin to Thai, phonetic and Greek extensions, kana, and the syllables of Korean; ASCII
  /// too, since `K` is the sign for kelvin as well.
  static let all: [Character: Unicode.Scalar] = {
    let ranges: [ClosedRange<UInt32>] = [
      0x21...0x7E, 0xC0...0xE7F, 0x1E00...0x1FFF, 0x3041...0x30FF, 0xAC00...0xD7A3,
    ]
    var all: [Character: Unicode.Scalar] = [:]
    for value in ranges.joined() {
      // The first is the usual one, and signs that stand for it come later.
      if let scalar = Unicode.Scalar(value), all[Character(scalar)] == nil {
        all[Character(scalar)] = scalar
      }
    }
    return all
  }()
}
