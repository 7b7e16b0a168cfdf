import Foundation

/// A Swift file of the package, as text.
struct SourceFile: Sendable {
  /// The path from the package's root, such as `Sources/Shop/SKU.swift`.
  let path: String
  let lines: [String]
  /// The lines, with comments and the text of string literals replaced by blanks.
  let code: [String]

  init(path: String, text: String) {
    self.path = path
    lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var blanking = Blanking()
    code = lines.map { blanking.blank($0) }
  }

  /// The target's folder, which is the second part of the path.
  var module: String {
    let parts = path.split(separator: "/")
    return parts.count > 1 ? String(parts[1]) : ""
  }

  /// Whether it is part of a program or module that users run.
  var isShipped: Bool { path.hasPrefix("Sources/") }

  var name: String { String(path.split(separator: "/").last ?? "") }
}

/// The package's sources.
enum SourceTree {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// What ships, and the programs beside the tests, to which the same rules apply.
  static let sources = ["Sources", "Tests/MockPay", "Tests/Bench"].flatMap(files)
  static let tests = files(in: "Tests")

  static func text(of file: String) throws -> String {
    try String(contentsOf: root.appendingPathComponent(file), encoding: .utf8)
  }

  static func exists(_ file: String) -> Bool {
    FileManager.default.fileExists(atPath: root.appendingPathComponent(file).path)
  }

  private static func files(in folder: String) -> [SourceFile] {
    let base = root.appendingPathComponent(folder)
    let names =
      FileManager.default.enumerator(atPath: base.path)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".swift") }.sorted().compactMap { name in
      guard let data = FileManager.default.contents(atPath: base.appendingPathComponent(name).path)
      else { return nil }
      return SourceFile(path: "\(folder)/\(name)", text: String(decoding: data, as: UTF8.self))
    }
  }
}

/// Blanks comments and string literals, line by line.
private struct Blanking {
  private enum State { case code, blockComment, longString(hashes: Int) }

  private var state = State.code

  mutating func blank(_ line: String) -> String {
    var result = ""
    var rest = line[...]
    while !rest.isEmpty {
      switch state {
      case .blockComment:
        guard let end = rest.firstRange(of: "*/") else { return result }
        rest = rest[end.upperBound...]
        state = .code
      case .longString(let hashes):
        guard let end = rest.firstRange(of: "\"\"\"" + String(repeating: "#", count: hashes)) else {
          return result
        }
        rest = rest[end.upperBound...]
        state = .code
        result += "\"\""
      case .code:
        if rest.hasPrefix("//") { return result }
        if rest.hasPrefix("/*") {
          state = .blockComment
          rest = rest.dropFirst(2)
        } else if let hashes = Self.hashesBeforeQuote(rest) {
          rest = rest.dropFirst(hashes)
          if rest.hasPrefix("\"\"\"") {
            state = .longString(hashes: hashes)
            rest = rest.dropFirst(3)
          } else {
            rest = Self.afterString(rest.dropFirst(), hashes: hashes)
            result += "\"\""
          }
        } else {
          result.append(rest.removeFirst())
        }
      }
    }
    return result
  }

  private static func hashesBeforeQuote(_ text: Substring) -> Int? {
    let hashes = text.prefix { $0 == "#" }.count
    return text.dropFirst(hashes).first == "\"" ? hashes : nil
  }

  /// The text after a string literal whose opening quotation mark has been read; interpolations are
  /// part of the literal.
  private static func afterString(_ text: Substring, hashes: Int) -> Substring {
    let escape = "\\" + String(repeating: "#", count: hashes)
    let end = "\"" + String(repeating: "#", count: hashes)
    var rest = text
    var depth = 0
    while let character = rest.first {
      if rest.hasPrefix(escape + "(") {
        depth += 1
        rest = rest.dropFirst(escape.count + 1)
      } else if depth > 0 {
        if character == "(" { depth += 1 }
        if character == ")" { depth -= 1 }
        rest = rest.dropFirst()
      } else if rest.hasPrefix(escape) {
        rest = rest.dropFirst(escape.count + 1)
      } else if rest.hasPrefix(end) {
        return rest.dropFirst(end.count)
      } else {
        rest = rest.dropFirst()
      }
    }
    return rest
  }
}
