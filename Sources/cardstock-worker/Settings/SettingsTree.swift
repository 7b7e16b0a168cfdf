import Text

/// `worker.yaml` as texts under dotted names, not interpreted.
///
/// Holds, always: two levels at most; scalars and lists of scalars only; no anchors, aliases or
/// tags, which could make a small file large.
struct SettingsTree {
  /// The entries by dotted name, such as `mail.port`.
  private(set) var entries: [String: Entry] = [:]
  private(set) var faults: [SettingsFault] = []
  let file: String

  /// The values of a name, with their place in the file.
  struct Entry {
    let values: [String]
    let isList: Bool
    let line: Int
    let column: Int
  }

  /// Reads the text of a settings file.
  init(_ text: String, file: String) {
    self.file = file
    do {
      let top = try YAMLText(text).entries()
      if top.isEmpty { fault(at: file, "settings", "nothing", Self.initHint) }
      read(top, prefix: "")
    } catch {
      report(error)
    }
  }

  /// Reports what the YAML reader refuses, without the line's text, which may hold a secret.
  private mutating func report(_ problem: YAMLProblem) {
    let place = "\(file):\(problem.position.line):\(problem.position.column)"
    switch problem.reason {
    case .reference:
      fault(at: place, "plain values", "an anchor, alias or tag", "write the value out")
    case .noMapping:
      fault(at: file, "`key: value` lines", "something else", Self.initHint)
    case .tooDeep:
      fault(at: place, "a value", "a section", "see the sample")
    case .repeatedKey:
      fault(at: place, "each name once", "one for the second time", "keep one of the two lines")
    case .syntax:
      fault(at: place, "YAML", "something else", "correct the line; look for tabs and quotes")
    }
  }

  private static let initHint = "see the sample that `cardstock-worker init` writes"

  /// `FILE:LINE:COLUMN: NAME`, or `FILE: NAME` when the name is missing.
  func place(_ name: String) -> String {
    guard let entry = entries[name] else { return "\(file): \(name)" }
    return "\(file):\(entry.line):\(entry.column): \(name)"
  }

  private mutating func read(_ level: [YAMLEntry], prefix: String) {
    for entry in level {
      let (line, column) = (entry.position.line, entry.position.column)
      let place = "\(file):\(line):\(column)"
      let name = prefix + entry.key
      guard entries[name] == nil else {
        fault(at: place, "each name once", "`\(name)` again", "keep one of them")
        continue
      }
      var values: [String] = []
      var isList = false
      switch entry.value.kind {
      case .text(let text, _):
        if !entry.value.isNull { values = [text] }
      case .list(let items):
        isList = true
        for case .text(let text, _) in items.map(\.kind) { values.append(text) }
        if values.count != items.count {
          fault(at: place, "a list of words", "a list of structures", "write one word a line")
        }
      case .mapping(let inner):
        guard prefix.isEmpty else {
          fault(at: place, "a value", "a section", "see the sample")
          continue
        }
        read(inner, prefix: entry.key + ".")
      }
      entries[name] = Entry(values: values, isList: isList, line: line, column: column)
    }
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
