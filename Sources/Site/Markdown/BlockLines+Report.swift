import Text

extension BlockLines {
  /// What is wrong, at its place in the file that the text is from.
  func problems(in file: ContentFile) -> [ContentProblem] {
    faults.map { fault in
      file.source.problem(
        at: Position(line: file.bodyLine + fault.line - 1, column: 1),
        fault.message,
        hint: fault.hint
      )
    }
  }

  /// A warning for each `:::steps` without a numbered list.
  func warnings(in root: MarkdownNode, of file: ContentFile) -> [ContentProblem] {
    guard lines.contains(where: { $0.line == .opening(.steps) }) else { return [] }
    var warnings: [ContentProblem] = []
    /// The lines of the `:::steps` that have no list yet.
    var open: [Int] = []
    var node = root.firstChild
    while let current = node {
      switch (current.kind, line(ofComment: current.literal)) {
      case (.rawBlock, .opening(.steps)): open.append(current.line)
      case (.list, _) where current.isOrdered: open.removeAll()
      case (.rawBlock, .closing(.steps)):
        guard let start = open.popLast() else { break }
        let place = Position(line: file.bodyLine + start - 1, column: 1)
        warnings.append(
          file.source.problem(
            .stepsWithoutList,
            at: place,
            "expected a numbered list in `:::steps`, found none; begin the steps with `1. `"
          )
        )
      default: break
      }
      node = current.next
    }
    return warnings
  }

  /// The products that the text shows, at their places in its file.
  func shownProducts(in file: ContentFile) -> [Located<String>] {
    lines.compactMap { number, line in
      guard case .opening(.product(let slug)) = line else { return nil }
      let start = Position(line: file.bodyLine + number - 1, column: 1)
      return Located(slug, at: file.source.position(of: slug, from: start))
    }
  }
}

extension SourceText {
  /// Where a word stands on the line of a place; the place itself where it does not.
  func position(of word: String, from place: Position) -> Position {
    let line = range(ofLine: place.line)
    let wanted = Array(word.utf8)
    guard let first = wanted.first else { return place }
    for index in line where bytes[index] == first && bytes[index...].starts(with: wanted) {
      return position(ofByte: index)
    }
    return place
  }
}
