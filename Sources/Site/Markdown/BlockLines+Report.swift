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
