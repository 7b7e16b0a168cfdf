/// Limits the lengths of files, functions and lines.
enum SizeRule {
  static let longestFile = 400
  static let longestFunction = 70
  static let longestLine = 100

  static func findings(in files: [SourceFile]) -> [Finding] {
    files.flatMap { fileFindings($0) + lineFindings($0) + functionFindings($0) }
  }

  private static func fileFindings(_ file: SourceFile) -> [Finding] {
    guard file.lines.count > longestFile else { return [] }
    let remedy = "\(file.lines.count) lines; split it at the second idea, under \(longestFile)"
    return [Finding(file: file.path, line: longestFile, rule: "file size", remedy: remedy)]
  }

  /// Lines that are too long, except those of one long literal, which cannot be broken.
  private static func lineFindings(_ file: SourceFile) -> [Finding] {
    file.lines.enumerated().compactMap { index, line in
      guard line.count > longestLine else { return nil }
      let remedy = "\(line.count) characters; break it before \(longestLine)"
      return Finding(file: file.path, line: index + 1, rule: "line length", remedy: remedy)
    }
  }

  private static func functionFindings(_ file: SourceFile) -> [Finding] {
    file.code.indices.compactMap { start in
      guard isFunction(file.code[start]), let end = endOfBody(from: start, in: file.code),
        end - start + 1 > longestFunction
      else { return nil }
      let remedy = "\(end - start + 1) lines; give its steps names, under \(longestFunction)"
      return Finding(file: file.path, line: start + 1, rule: "function size", remedy: remedy)
    }
  }

  private static func isFunction(_ line: String) -> Bool {
    hasWord("func", in: line) || line.contains(" init(") || line.contains(" init?(")
      || line.contains(" init<")
  }

  /// The line of the brace that closes the first one; nil for a requirement without a body.
  private static func endOfBody(from start: Int, in code: [String]) -> Int? {
    var braces = 0
    var parentheses = 0
    for index in start..<code.count {
      if index > start, braces == 0, parentheses == 0, isFunction(code[index]) { return nil }
      for character in code[index] {
        switch character {
        case "(": parentheses += 1
        case ")": parentheses -= 1
        case "{": braces += 1
        case "}":
          braces -= 1
          if braces <= 0 { return braces == 0 ? index : nil }
        default: break
        }
      }
    }
    return nil
  }
}
