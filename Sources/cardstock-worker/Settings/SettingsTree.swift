import Yams

/// `worker.yaml` as text under dotted names, before any of it means anything.
///
/// Holds, always: two levels at most; scalars and lists of scalars only; no anchors, aliases or
/// tags, which could make a small file large.
struct SettingsTree {
  /// By dotted name: `mail.port`.
  private(set) var entries: [String: Entry] = [:]
  private(set) var faults: [SettingsFault] = []
  let file: String

  /// A value and where it stands.
  struct Entry {
    let values: [String]
    let isList: Bool
    let line: Int
    let column: Int
  }

  /// Reads the text of a settings file.
  init(_ text: String, file: String) {
    self.file = file
    if let line = Self.lineWithReference(text) {
      fault(at: "\(file):\(line)", "plain values", "an anchor, alias or tag", "write the value out")
      return
    }
    let root: Node?
    do {
      root = try Yams.compose(yaml: text)
    } catch {
      let place = (error as? YamlError)?.place.map { "\(file):\($0)" } ?? file
      fault(at: place, "YAML", "something else", "correct the line; look for tabs and quotes")
      return
    }
    guard let root else {
      fault(at: file, "settings", "nothing", Self.initHint)
      return
    }
    guard let mapping = root.mapping else {
      fault(at: file, "`key: value` lines", "something else", Self.initHint)
      return
    }
    take(mapping, prefix: "")
  }

  private static let initHint = "see the sample that `cardstock-worker init` writes"

  /// `FILE:LINE:COLUMN: NAME`, or without a line when the name is not there.
  func place(_ name: String) -> String {
    guard let entry = entries[name] else { return "\(file): \(name)" }
    return "\(file):\(entry.line):\(entry.column): \(name)"
  }

  private mutating func take(_ mapping: Node.Mapping, prefix: String) {
    for (keyNode, value) in mapping {
      let line = keyNode.mark?.line ?? 0
      let column = keyNode.mark?.column ?? 0
      let place = "\(file):\(line):\(column)"
      guard let key = keyNode.scalar?.string else {
        fault(at: place, "a name", "a structure", "write `name: value`")
        continue
      }
      let name = prefix + key
      guard entries[name] == nil else {
        fault(at: place, "each name once", "`\(name)` again", "keep one of them")
        continue
      }
      switch value {
      case .scalar(let scalar):
        entries[name] = Entry(
          values: isNull(scalar) ? [] : [scalar.string],
          isList: false,
          line: line,
          column: column
        )
      case .sequence(let sequence):
        let values = sequence.compactMap { $0.scalar?.string }
        if values.count != sequence.count {
          fault(at: place, "a list of words", "a list of structures", "write one word a line")
        }
        entries[name] = Entry(values: values, isList: true, line: line, column: column)
      case .mapping(let inner):
        guard prefix.isEmpty else {
          fault(at: place, "a value", "a section", "see the sample")
          continue
        }
        entries[name] = Entry(values: [], isList: false, line: line, column: column)
        take(inner, prefix: key + ".")
      case .alias: break
      }
    }
  }

  /// The first line where a value begins with `&`, `*` or `!`.
  ///
  /// Looked for in the text, because the parser resolves them before anybody can refuse them.
  private static func lineWithReference(_ text: String) -> Int? {
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    let index = lines.firstIndex { line in
      line.drop { $0 == " " }.first != "#" && line.contains(/(^|[:\-\[,{?] *)[&*!][A-Za-z0-9_!]/)
    }
    return index.map { $0 + 1 }
  }

  private func isNull(_ scalar: Node.Scalar) -> Bool {
    scalar.style == .plain && ["", "~", "null"].contains(scalar.string)
  }

  private mutating func fault(
    at place: String,
    _ expected: String,
    _ found: String,
    _ remedy: String
  ) {
    faults.append(SettingsFault(place, expected: expected, found: found, remedy: remedy))
  }
}

extension YamlError {
  /// `LINE:COLUMN` of what could not be read.
  fileprivate var place: String? {
    switch self {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _):
      "\(mark.line):\(mark.column)"
    default: nil
    }
  }
}
