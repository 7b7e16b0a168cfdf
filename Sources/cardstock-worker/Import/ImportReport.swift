import ArgumentParser
import Shop
import Worker

/// The result of reading a file: counts, the first refusals, the first codes, masked.
struct ImportReport {
  /// The most refused lines that are shown one by one; further ones are counted by kind.
  static let mostTold = 10
  /// How many codes are shown, masked.
  static let mostShown = 3

  /// The calendar by which days are shown.
  let calendar: ShopCalendar

  private(set) var imported = 0
  private(set) var already = 0
  private(set) var served = 0
  private(set) var endingSoon = 0
  private(set) var refused = 0
  private(set) var mended = 0
  private var withPIN = 0
  private var withoutPIN = 0
  private var withDay = 0
  private var withoutDay = 0
  /// The shapes of the first codes.
  private var shapes: [String] = []
  private(set) var shown: [String] = []
  private var told: [(line: Int, reason: String)] = []
  private var kinds: [String: Int] = [:]

  init(calendar: ShopCalendar) { self.calendar = calendar }

  mutating func refuse(_ line: Int, _ refusal: LineRefusal) {
    refused += 1
    kinds[refusal.kind, default: 0] += 1
    told.append((line, refusal.reason))
    // The vault's refusals come chunk by chunk, after later ones of the file: sort before cutting.
    guard told.count > 2 * Self.mostTold else { return }
    told = Array(told.sorted { $0.line < $1.line }.prefix(Self.mostTold))
  }

  mutating func show(_ line: CodeFile.CodeLine) {
    if line.isMended { mended += 1 }
    if line.code.pin == nil { withoutPIN += 1 } else { withPIN += 1 }
    if line.expiresAt == nil { withoutDay += 1 } else { withDay += 1 }
    if shapes.count < UsualShape.fewest { shapes.append(UsualShape.groups(line.code.code)) }
    guard shown.count < Self.mostShown else { return }
    var parts = ["code \(Self.masked(line.code.code))"]
    if line.code.pin != nil { parts.append("pin …") }
    if line.code.number != nil { parts.append("number …") }
    if let value = line.faceValue { parts.append("face value \(value)") }
    if let end = line.expiresAt { parts.append("good to \(calendar.day(of: end))") }
    if let cost = line.cost { parts.append("cost \(cost)") }
    shown.append("line \(line.line): " + parts.joined(separator: ", "))
  }

  mutating func add(_ taken: LinesTakenDocument) {
    imported += taken.imported
    already += taken.already
    served += taken.served
    endingSoon += taken.endingSoon
    for line in taken.refused {
      refuse(line.line, LineRefusal(line.reason))
    }
    Terminal.progress("\(imported) codes")
  }

  /// The first two and last two characters of a code; none of a short code.
  static func masked(_ code: String) -> String {
    code.count < 8 ? "…" : "\(code.prefix(2))…\(code.suffix(2))"
  }

  /// Shows how the file was understood.
  func tell(_ form: FileForm) {
    Terminal.progress("")
    let header =
      form.linesBefore > 0 && !form.names.isEmpty ? ", header on line \(form.linesBefore)" : ""
    Terminal.say("file     \(form.encoding), \(form.separator)\(header)")
    let columns = form.fields.enumerated().map { index, field in
      let name = form.names.indices.contains(index) ? Self.plain(form.names[index]) : "\(index + 1)"
      return "\(name) → \(field == .ignored ? "left out" : field.rawValue)"
    }
    Terminal.say("columns  \(columns.joined(separator: ", "))")
    for line in shown { Terminal.say("         \(line)") }
    Terminal.say(
      "codes    \(imported) new, \(already) imported from this file before, \(refused) refused"
    )
    if endingSoon > 0 {
      Terminal.say(
        "         \(endingSoon) of the new ones end within the product's min_validity: they will "
          + "not be sold"
      )
    }
    if withPIN > 0, withoutPIN > 0 {
      Terminal.say("         \(withoutPIN) without a PIN, \(withPIN) with one: look at the file")
    }
    if withDay > 0, withoutDay > 0 {
      Terminal.say(
        "         \(withoutDay) without a last day, \(withDay) with one: look at the file"
      )
    }
    if shapes.count < UsualShape.fewest, Set(shapes).count > 1 {
      Terminal.say("         too few to compare, and they do not look alike: look at the file")
    }
    if form.hasUnreadDays {
      Terminal.say(
        "         the day at the end of lines is sold with them, as an account's, and is no last "
          + "day; if it is one, name the columns by --column 1=code … and 3=expires"
      )
    }
    if form.isHeaderDoubtful {
      Terminal.say(
        "         line \(form.linesBefore) is taken as names and is not sold; if it is a card, "
          + "pass --no-header"
      )
    }
    if mended > 0 {
      Terminal.say("mended   \(mended) lines: quotes, = or ' of a spreadsheet were taken off")
    }
  }

  /// Shows the first refused lines, and counts all by kind.
  func tellRefusals() {
    guard refused > 0 else { return }
    for line in told.sorted(by: { $0.line < $1.line }).prefix(Self.mostTold) {
      Terminal.problem("line \(line.line): \(line.reason)")
    }
    guard refused > Self.mostTold else { return }
    for (kind, count) in kinds.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) })
      .prefix(Self.mostTold)
    {
      Terminal.problem("\(count) \(count == 1 ? "line" : "lines"): \(kind)")
    }
    if kinds.count > Self.mostTold {
      Terminal.problem("and \(kinds.count - Self.mostTold) other kinds")
    }
  }

  /// A column's name, cut to one short line.
  private static func plain(_ name: String) -> String {
    let seen = name.unicodeScalars.filter { $0.properties.generalCategory != .control }
    return String(String(String.UnicodeScalarView(seen)).prefix(30))
  }
}
