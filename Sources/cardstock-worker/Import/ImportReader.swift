import ArgumentParser
import Crypto
import Foundation
import Shop
import Worker

/// Reads a file of codes to its end and hands its lines on in chunks.
struct ImportReader {
  var report = ImportReport()
  private var file: CodeFile
  private let money: ImportMoney
  private var seen: Set<SHA256Digest> = []

  init(_ source: CodeSource, money: ImportMoney) throws {
    self.money = money
    do {
      file = try CodeFile(read: source.reader())
    } catch let fault as CodeFile.HeaderFault {
      Terminal.problem("\(source.name): \(fault)")
      throw ExitCode(1)
    }
  }

  /// Calls `take` with at most `ImportLine.mostPerChunk` lines at a time.
  mutating func readAll(
    take: ([ImportLineDocument]) async throws -> LinesTakenDocument
  ) async throws {
    var chunk: [ImportLineDocument] = []
    while let item = try file.next() {
      if let line = accepted(item) { chunk.append(line) }
      guard chunk.count == ImportLine.mostPerChunk else { continue }
      report.add(try await take(chunk))
      chunk = []
    }
    if !chunk.isEmpty { report.add(try await take(chunk)) }
  }

  private mutating func accepted(_ item: CodeFile.Item) -> ImportLineDocument? {
    switch item {
    case .refused(let line, let reason):
      report.refuse(line, reason)
      return nil
    case .code(let line):
      guard seen.insert(SHA256.hash(data: Data(line.code.identity.utf8))).inserted else {
        report.refuse(line.line, "the same code stands on an earlier line")
        return nil
      }
      return line.line > report.skippedLines ? document(line) : nil
    }
  }

  private mutating func document(_ line: CodeFile.CodeLine) -> ImportLineDocument? {
    switch (money.minorUnits(line.faceValue), money.minorUnits(line.cost)) {
    case (.failure(let fault), _), (_, .failure(let fault)):
      report.refuse(line.line, "\(fault)")
      return nil
    case (.success(let faceValue), .success(let cost)):
      return ImportLineDocument(
        line: line.line,
        code: line.code.code,
        pin: line.code.pin,
        faceValue: faceValue,
        expiresAt: line.expiresAt?.milliseconds,
        cost: cost,
        currency: money.currency?.code
      )
    }
  }
}
