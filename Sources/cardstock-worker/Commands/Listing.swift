import ArgumentParser
import Foundation
import Worker

/// Writes lists as JSON: a version, and the rows under their name.
enum Listing {
  static func say(_ name: String, _ rows: some Encodable) throws {
    Terminal.say("{\n  \"version\": 1,\n  \"\(name)\": \(try json(rows))\n}")
  }

  /// Writes a list that may be incomplete, and whether it is.
  static func say(_ name: String, _ rows: some Encodable, isCut: Bool) throws {
    let list = "  \"\(name)\": \(try json(rows))"
    Terminal.say("{\n  \"version\": 1,\n\(list),\n  \"isCut\": \(isCut)\n}")
  }

  /// Writes a page: its rows, the number of all rows, and where the next page begins.
  static func say<Row>(_ name: String, _ page: PageDocument<Row>) throws {
    var lines = [
      "  \"version\": 1", "  \"\(name)\": \(try json(page.rows))", "  \"total\": \(page.total)",
    ]
    if let after = page.after { lines.append("  \"after\": \(try json(after))") }
    if let note = page.note { lines.append("  \"note\": \(try json(note))") }
    Terminal.say("{\n\(lines.joined(separator: ",\n"))\n}")
  }

  /// Says below a table how much of the list it shows; false when there are no rows.
  ///
  /// `noun` names the rows, as in `50 of 1,234 orders`.
  static func conclude<Row>(_ page: PageDocument<Row>, _ noun: String) -> Bool {
    if let note = page.note { Terminal.note(note) }
    if let after = page.after {
      let shown = "\(grouped(page.rows.count)) of \(grouped(page.total)) \(noun)"
      Terminal.note("\(shown); go on with --after \(after)")
    }
    if page.rows.isEmpty { Terminal.note(page.total == 0 ? "no \(noun)" : "no more \(noun)") }
    return !page.rows.isEmpty
  }

  /// `1,234`.
  private static func grouped(_ number: Int) -> String {
    var text = ""
    for (place, digit) in String(number).reversed().enumerated() {
      if place > 0, place % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return String(text.reversed())
  }

  private static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let text = String(decoding: try encoder.encode(value), as: UTF8.self)
    return text.split(separator: "\n").joined(separator: "\n  ")
  }
}

/// The options of every list that comes page by page.
struct PageOptions: ParsableArguments {
  @Option(help: "The most rows of one page, up to 1000.") var limit = 50
  @Option(help: ArgumentHelp("Go on after a page, as it said.", valueName: "cursor"))
  var after: String?
}

/// The first and the last day of a list.
struct DayOptions: ParsableArguments {
  @Option(help: ArgumentHelp("From this day on.", valueName: "YYYY-MM-DD")) var since: String?
  @Option(help: ArgumentHelp("Up to this day, it too.", valueName: "YYYY-MM-DD"))
  var until: String?
}

/// Writes facts with their names, aligned, without empty ones.
enum FactList {
  static func say(_ facts: [(String, String?)]) {
    let width = (facts.map(\.0.count).max() ?? 0) + 2
    for (name, value) in facts {
      guard let value, !value.isEmpty else { continue }
      Terminal.say(name + String(repeating: " ", count: width - name.count) + value)
    }
  }
}

/// Reads an option that takes one of a closed set of words.
enum ChosenWord {
  /// The option's word; nil when it is not given.
  ///
  /// Any other word ends the program with a list that names `more` too, which the caller handles.
  static func of<Word: RawRepresentable & CaseIterable>(
    _ type: Word.Type,
    _ option: String,
    _ text: String?,
    besides more: [String] = []
  ) throws -> Word? where Word.RawValue == String {
    guard let text else { return nil }
    guard let word = Word(rawValue: text) else {
      let words = (Word.allCases.map(\.rawValue) + more).joined(separator: ", ")
      Terminal.problem("\(option): expected \(words), found `\(text)`")
      throw ExitCode(1)
    }
    return word
  }
}
