/// A file format that is not text, recognised by its beginning.
package enum ForeignFormat: String, Error, CaseIterable, CustomStringConvertible {
  case excel, oldExcel, openDocument, word, zip, pdf, gzip, otherArchive, image, database
  case html, xml, json, rtf, encrypted, utf32, mail

  /// Recognises the format by the first few thousand bytes; nil for what may be text.
  package init?(_ head: [UInt8]) {
    let starts = { (bytes: [UInt8]) in head.starts(with: bytes) }
    let has = { (text: String) in
      head.firstRange(of: Array(text.utf8)) != nil
    }
    if starts([0x50, 0x4B, 0x03, 0x04]) || starts([0x50, 0x4B, 0x05, 0x06]) {
      if has("opendocument.spreadsheet") {
        self = .openDocument
      } else if has("word/") {
        self = .word
      } else {
        self = has("xl/") || has("[Content_Types].xml") ? .excel : .zip
      }
      return
    }
    let signatures: [([UInt8], ForeignFormat)] = [
      ([0xD0, 0xCF, 0x11, 0xE0], .oldExcel), ([0x25, 0x50, 0x44, 0x46, 0x2D], .pdf),
      ([0x1F, 0x8B], .gzip), (Array("Rar!".utf8), .otherArchive),
      ([0x37, 0x7A, 0xBC, 0xAF], .otherArchive), ([0xFD, 0x37, 0x7A, 0x58], .otherArchive),
      (Array("BZh".utf8) + [0x31], .otherArchive), (Array("BZh9".utf8), .otherArchive),
      ([0x28, 0xB5, 0x2F, 0xFD], .otherArchive), ([0x89, 0x50, 0x4E, 0x47], .image),
      ([0xFF, 0xD8, 0xFF], .image), (Array("GIF8".utf8), .image),
      (Array("SQLite format 3".utf8), .database), (Array("{\\rtf".utf8), .rtf),
      (Array("age-encryption.org/".utf8), .encrypted), (Array("-----BEGIN ".utf8), .encrypted),
    ]
    if let found = signatures.first(where: { starts($0.0) }) {
      self = found.1
      return
    }
    let fields = ["From:", "Received:", "Return-Path:", "Delivered-To:", "MIME-Version:", "Date:"]
    if fields.contains(where: { starts(Array($0.utf8)) }), has("\nSubject:") {
      self = .mail
      return
    }
    let mark: [UInt8] = starts([0xEF, 0xBB, 0xBF]) ? [0xEF, 0xBB, 0xBF] : []
    let text = head.dropFirst(mark.count).drop { $0 <= 0x20 }
    switch text.first {
    case UInt8(ascii: "<"): self = text.starts(with: Array("<?xml".utf8)) ? .xml : .html
    case UInt8(ascii: "{"):
      // A code may be in such brackets too, as `{GUID}` is.
      let next = text.dropFirst().drop { $0 <= 0x20 }.first
      guard let next, "\"'}[".utf8.contains(next) else { return nil }
      self = .json
    case UInt8(ascii: "["):
      let next = text.dropFirst().drop { $0 <= 0x20 }.first
      guard let next, next == UInt8(ascii: "{") || next == UInt8(ascii: "\"") else { return nil }
      self = .json
    default: return nil
    }
  }

  /// What was expected and found, and what to do.
  package var description: String {
    let save = "save it as CSV in UTF-8 and import that file"
    return switch self {
    case .excel: "expected text, found an Excel workbook (.xlsx); open it in Excel, \(save)"
    case .oldExcel: "expected text, found an old Excel workbook (.xls); open it, \(save)"
    case .openDocument: "expected text, found an OpenDocument table (.ods); open it, \(save)"
    case .word: "expected text, found a Word document (.docx); ask the supplier for a CSV file"
    case .zip: "expected text, found a ZIP archive; unpack it and import the file in it"
    case .pdf: "expected text, found a PDF; ask the supplier for a CSV file"
    case .gzip: "expected text, found a gzip file; `zcat FILE | … codes import -` reads it"
    case .otherArchive: "expected text, found a packed archive; unpack it first"
    case .image: "expected text, found a picture; ask the supplier for a CSV file"
    case .database: "expected text, found a database; export its codes as CSV"
    case .mail: "expected text, found a mail; save what is attached to it, or its codes alone"
    case .html: "expected text, found a web page; open it in a spreadsheet, \(save)"
    case .xml: "expected text, found XML; open it in a spreadsheet, \(save)"
    case .json: "expected CSV or one code a line, found JSON; turn it into CSV first"
    case .rtf: "expected plain text, found RTF; save it as plain text in UTF-8"
    case .encrypted: "expected text, found an encrypted file; decrypt it, as with `age -d`"
    case .utf32: "expected UTF-8, UTF-16 or GB 18030, found UTF-32; \(save)"
    }
  }
}
