import ArgumentParser
import Crypto
import Foundation
import Shop
import Worker

/// Reads a file of codes to its end and passes its lines on in chunks.
struct ImportReader {
  var report: ImportReport
  let form: FileForm
  private var file: CodeFile
  private let money: ImportMoney
  private let allowsSimilar: Bool
  private var met = SeenCards<SHA256Digest, Int>()

  init(
    _ source: CodeSource,
    money: ImportMoney,
    options: CodeFile.Options,
    allowsSimilar: Bool
  ) throws {
    self.money = money
    report = ImportReport(calendar: options.calendar)
    self.allowsSimilar = allowsSimilar
    do {
      file = try CodeFile(encoding: source.encoding, options: options, read: source.reader())
      form = file.form
    } catch let fault as CodeFile.HeaderFault {
      Terminal.problem("\(source.name): \(fault)")
      throw ExitCode(1)
    }
  }

  /// Calls `take` with at most `ImportLine.mostPerChunk` lines at a time, leaving out lines up to
  /// `resumesAfterLine`.
  mutating func readAll(
    after resumesAfterLine: Int = 0,
    take: ([ImportLineDocument]) async throws -> LinesTakenDocument
  ) async throws {
    var chunk: [ImportLineDocument] = []
    while let item = try file.next() {
      if let line = accepted(item), line.line > resumesAfterLine { chunk.append(line) }
      guard chunk.count == Import.Line.mostPerChunk else { continue }
      report.add(try await take(chunk))
      chunk = []
    }
    if !chunk.isEmpty { report.add(try await take(chunk)) }
  }

  private mutating func accepted(_ item: CodeFile.Item) -> ImportLineDocument? {
    switch item {
    case .refused(let line, let refusal):
      report.refuse(line, refusal)
      return nil
    case .code(let line):
      let hash = { SHA256.hash(data: Data(($0 as String).utf8)) }
      let marks = CardMarks(line.code, identity: hash, similarity: hash)
      if let refusal = repeated(marks) {
        report.refuse(line.line, refusal)
        return nil
      }
      guard let document = document(line) else { return nil }
      // A line that is refused is no reason to refuse a later one.
      met.insert(marks, at: line.line)
      report.show(line)
      return document
    }
  }

  /// Refuses a card that an earlier line holds too, or a very similar one; nil when there is none.
  private func repeated(_ marks: CardMarks<SHA256Digest>) -> LineRefusal? {
    switch met.match(marks) {
    case (.same, let first)?:
      return LineRefusal(
        "the same code, number or PIN stands on line \(first)",
        kind: "the same code, number or PIN stands on an earlier line"
      )
    case (.similar, let first)? where !allowsSimilar:
      return LineRefusal(
        "the card on line \(first) \(Import.Outcome.similarity); --allow-similar takes both",
        kind: "a card on an earlier line \(Import.Outcome.similarity); --allow-similar takes both"
      )
    case (.similar, _)?, nil: return nil
    }
  }

  private mutating func document(_ line: CodeFile.CodeLine) -> ImportLineDocument? {
    switch (money.minorUnits(line.faceValue), money.minorUnits(line.cost)) {
    case (.failure(let fault), _), (_, .failure(let fault)):
      report.refuse(line.line, LineRefusal("\(fault)"))
      return nil
    case (.success(let faceValue), .success(let cost)):
      return ImportLineDocument(
        line: line.line,
        code: line.code.code,
        pin: line.code.pin,
        number: line.code.number,
        faceValue: faceValue,
        expiresAt: line.expiresAt?.milliseconds,
        cost: cost,
        currency: money.currency?.code
      )
    }
  }
}
