import ArgumentParser
import Foundation
import Text

/// `settings`: every key of the settings file.
struct SettingsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settings",
    abstract: "Lists every key of worker.yaml: what may stand there, and what counts without it.",
    discussion: """
      Reads no file: `check` says what is wrong with one.

      EXAMPLES
        cardstock-worker settings
        cardstock-worker settings --section mail
        cardstock-worker settings --format json
      """
  )

  /// The formats of the list.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case table, json, markdown
  }

  @Option(help: ArgumentHelp("One section alone, such as mail or stripe.", valueName: "name"))
  var section: String?
  @Option(help: "For people, for programs, or as docs/reference.md has it.") var format = Format
    .table

  func validate() throws {
    let known = Set(SettingRow.all.compactMap(\.section))
    if let section, !known.contains(section) {
      let near = known.sorted().nearest(to: section).map { ": did you mean \($0)?" } ?? ""
      throw ValidationError(
        "--section: expected one of \(known.sorted().joined(separator: ", ")), "
          + "found `\(section)`\(near)"
      )
    }
    if section != nil, format == .markdown {
      throw ValidationError(
        "--format markdown: expected no --section, since it is of all; remove it"
      )
    }
  }

  func run() throws {
    let rows = SettingRow.all.filter { section == nil || $0.section == section }
    switch format {
    case .markdown: print(settingReference(), terminator: "")
    case .json:
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      let documents = rows.map { row in
        SettingDocument(
          name: row.name,
          type: row.type,
          standard: row.standard,
          example: row.example,
          text: row.text
        )
      }
      print(String(decoding: try encoder.encode(documents), as: UTF8.self))
    case .table:
      for row in rows {
        print("\(row.name): \(row.example)")
        print("    \(row.text)")
        print("    \(row.type); \(row.standard.map { "without it: \($0)" } ?? "required")")
      }
    }
  }
}

/// A key of the settings, as JSON.
private struct SettingDocument: Codable {
  let name: String
  let type: String
  let standard: String?
  let example: String
  let text: String
}
