import Foundation
import Shop
import Text
import Worker

/// Turns the text of `worker.yaml` into values, and collects every fault.
struct SettingsReader {
  let tree: SettingsTree
  /// The folder of the settings file, where relative paths start.
  let folder: String
  let environment: [String: String]
  private(set) var faults: [SettingsFault]

  init(tree: SettingsTree, folder: String, environment: [String: String]) {
    self.tree = tree
    self.folder = folder
    self.environment = environment
    faults = tree.faults
  }

  mutating func fault(_ name: String, expected: String, found: String, remedy: String) {
    faults.append(
      SettingsFault(tree.place(name), expected: expected, found: found, remedy: remedy)
    )
  }

  /// Reports unknown names.
  mutating func refuseUnknown(known: [String]) {
    let sections = Set(known.compactMap { $0.split(separator: ".").dropLast().first })
    for (name, entry) in tree.entries.sorted(by: { $0.value.line < $1.value.line })
    where !known.contains(name) {
      let isFilledSection = sections.contains(name[...]) && entry.values.isEmpty && !entry.isList
      if isFilledSection { continue }
      let near = known.nearest(to: name, within: Swift.max(2, name.count / 3))
      fault(
        name,
        expected: "a known setting",
        found: "`\(name)`",
        remedy: near.map { "did you mean `\($0)`?" } ?? "remove it, or see the sample"
      )
    }
  }

  func has(_ name: String) -> Bool { tree.entries[name] != nil }

  /// The one value of a setting; nil when it is missing or empty.
  mutating func text(_ name: String) -> String? {
    guard let entry = tree.entries[name] else { return nil }
    guard !entry.isList, entry.values.count < 2 else {
      fault(name, expected: "one value", found: "a list", remedy: "write it on one line")
      return nil
    }
    return entry.values.first
  }

  /// The value of a required setting.
  mutating func required(_ name: String, example: String) -> String? {
    if let value = text(name) { return value }
    fault(name, expected: "a value", found: "nothing", remedy: "write for example `\(example)`")
    return nil
  }

  /// The values of a setting; a single value is a list of one.
  func list(_ name: String) -> [String] { tree.entries[name]?.values ?? [] }

  /// The value of a setting that is `true` or `false`.
  mutating func flag(_ name: String) -> Bool? {
    switch text(name) {
    case nil: return nil
    case "true": return true
    case "false": return false
    case let other?:
      fault(name, expected: "true or false", found: "`\(other)`", remedy: "write one of them")
      return nil
    }
  }

  mutating func number(_ name: String, in range: ClosedRange<Int>) -> Int? {
    guard let value = text(name) else { return nil }
    guard let number = Int(value), range.contains(number) else {
      fault(
        name,
        expected: "\(range.lowerBound) to \(range.upperBound)",
        found: "`\(value)`",
        remedy: "write a number in that range"
      )
      return nil
    }
    return number
  }

  /// The value of a setting that is one of a closed set of words.
  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ name: String,
    of type: Choice.Type
  ) -> Choice? where Choice.RawValue == String {
    guard let value = text(name) else { return nil }
    if let choice = Choice(rawValue: value) { return choice }
    let words = Choice.allCases.map(\.rawValue)
    fault(
      name,
      expected: words.joined(separator: ", ") + " (one of them)",
      found: "`\(value)`",
      remedy: words.hint(for: value) ?? "choose one"
    )
    return nil
  }

  /// A value as the address of a web site.
  mutating func address(_ name: String, _ value: String) -> WebAddress? {
    if let address = WebAddress(value) { return address }
    fault(
      name,
      expected: "https://HOST, or http:// and this machine",
      found: "`\(value)`",
      remedy: "write scheme and host without a path"
    )
    return nil
  }

  /// A path made absolute.
  func path(_ text: String) -> String {
    let base = URL(fileURLWithPath: folder, isDirectory: true)
    return URL(fileURLWithPath: text, relativeTo: base).standardizedFileURL.path
  }
}
