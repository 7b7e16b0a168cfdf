import Foundation

/// Writes a list as JSON: a version, and the rows under their name.
enum Listing {
  static func say(_ name: String, _ rows: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(rows), as: UTF8.self)
    let inner = text.split(separator: "\n").joined(separator: "\n  ")
    Terminal.say("{\n  \"version\": 1,\n  \"\(name)\": \(inner)\n}")
  }
}
