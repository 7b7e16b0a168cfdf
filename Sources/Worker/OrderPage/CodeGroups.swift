/// Cuts a code into the groups that it is shown in, so that a person can read it across.
///
/// The groups joined are the code itself, byte for byte: the space between them is drawn by CSS and
/// is never copied.
package enum CodeGroups {
  /// Groups of four characters; a code that brings its own dashes is cut after each of them.
  ///
  /// Anything else than letters and digits in one run, such as an address, stays whole.
  package static func of(_ code: String) -> [String] {
    let isPlain = code.unicodeScalars.allSatisfy {
      $0.isASCII && ($0.properties.isAlphabetic || $0.properties.numericType != nil || $0 == "-")
    }
    guard isPlain else { return [code] }
    guard !code.contains("-") else { return dashed(code) }
    var groups: [String] = []
    var rest = code[...]
    while !rest.isEmpty {
      groups.append(String(rest.prefix(4)))
      rest = rest.dropFirst(4)
    }
    return groups
  }

  private static func dashed(_ code: String) -> [String] {
    var groups = [""]
    for character in code {
      groups[groups.count - 1].append(character)
      if character == "-" { groups.append("") }
    }
    return groups.filter { !$0.isEmpty }
  }
}
