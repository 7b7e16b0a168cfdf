import Foundation
import Shop
import Text

/// Values of products and settings.
extension Fields {
  /// An amount of money above zero, read as decimal digits and never as a binary fraction.
  mutating func money(_ key: String, currency: Currency, isRequired: Bool = false) -> Money? {
    guard let found = text(key, isRequired: isRequired) else { return nil }
    guard found.value.uppercased() != Placeholder.mark else {
      report(found, key, "an amount", "write what the buyer pays, such as 48.50, before it is sold")
      return nil
    }
    do throws(Money.ParseError) {
      return try Money(parsing: found.value, currency: currency)
    } catch {
      let (expected, remedy) = Self.advice(error, currency: currency)
      // A sign beside the point on the keyboard.
      let parts = found.value.wholeMatch(of: /(\d+)[:：;；。．](\d{1,2})/)?.output
      let hint = parts.map { "did you mean `\($0.1).\($0.2)`?" }
      report(found, key, expected, remedy, hint: hint)
      return nil
    }
  }

  private static func advice(
    _ error: Money.ParseError,
    currency: Currency
  ) -> (expected: String, remedy: String) {
    let example = currency.digits == 0 ? "1280" : currency.digits == 3 ? "48.500" : "48.50"
    switch error {
    case .signed:
      return ("an amount without a sign such as \(example)", "remove the sign")
    case .hasComma:
      return (
        "an amount without a comma such as \(example)",
        "write a point before the decimals, and nothing between thousands"
      )
    case .tooManyDecimals(let allowed):
      let decimals = allowed == 0 ? "no decimals" : "at most \(allowed) decimals"
      return (
        "\(decimals), as \(currency) has",
        "write an amount such as \(example), or correct the currency"
      )
    case .zero:
      return ("an amount above zero", "write what the buyer pays")
    case .tooLarge:
      return (
        "an amount up to \(Money(minorUnits: Money.largestMinorUnits, currency: currency))",
        "remove the digits too many"
      )
    case .empty, .notDecimal:
      return (
        "digits such as \(example)",
        "write the amount without spaces and symbols; the currency has its own key"
      )
    }
  }

  /// An ISO 4217 code in upper case.
  mutating func currency(_ key: String, isRequired: Bool = false) -> Currency? {
    guard let found = text(key, isRequired: isRequired) else { return nil }
    guard let currency = Currency(found.value), StandardCodes.currencies.contains(found.value)
    else {
      report(
        found,
        key,
        "a currency code of three capital letters such as CNY",
        "write the ISO 4217 code",
        hint: StandardCodes.currencyHint(for: found.value)
      )
      return nil
    }
    return currency
  }

  /// One of a closed set of words.
  mutating func choice<Choice: RawRepresentable & CaseIterable>(
    _ found: Located<String>,
    _ key: String,
    of type: Choice.Type
  ) -> Choice? where Choice.RawValue == String {
    if let choice = Choice(rawValue: found.value) { return choice }
    let words = Choice.allCases.map(\.rawValue)
    report(
      found,
      key,
      "one of \(words.joined(separator: ", "))",
      "choose one of them",
      hint: words.hint(for: found.value)
        ?? words.first { found.value.lowercased().hasPrefix($0) }.map { "did you mean `\($0)`?" }
    )
    return nil
  }

  /// An https URL, or an http one on loopback.
  mutating func httpsAddress(_ key: String) -> Located<String>? {
    guard let found = text(key, limit: 2000) else { return nil }
    guard isAddress(found.value, scheme: "https://") else {
      report(
        found,
        key,
        "an address that begins with https://",
        "copy the whole address from the provider"
      )
      return nil
    }
    return found
  }

  /// A region (two letters of ISO 3166, or `EU`), several, or `GLOBAL`; joined by commas.
  mutating func region(_ key: String) -> String? {
    guard let value = value(key) else { return nil }
    let isList = if case .list = value.kind { true } else { false }
    let found = isList ? texts(key) : text(key).map { [$0] } ?? []
    var regions: [String] = []
    for region in found {
      if StandardCodes.regions.contains(region.value) || region.value == "GLOBAL" && !isList {
        regions.append(region.value)
      } else {
        let remedy = "write where the card can be redeemed, or `GLOBAL` alone"
        report(
          region,
          key,
          "a region of two capital letters such as CN",
          remedy,
          hint: StandardCodes.regionHint(for: region.value)
        )
      }
    }
    return regions.isEmpty ? nil : regions.joined(separator: ",")
  }

  /// A moment such as `2026-01-02`, `2026-01-02T10:00:00Z` or with an offset such as `+08:00`; in
  /// the given zone when it has no offset.
  mutating func moment(_ key: String, in zone: ShopTimeZone) -> Timestamp? {
    guard let found = text(key) else { return nil }
    do throws(MomentFault) {
      return try Timestamp(reading: found.value, in: zone)
    } catch {
      let day = Timestamp.dayHint(for: found.value)
      switch error {
      case .form:
        report(
          found,
          key,
          "a date such as 2026-01-02 or 2026-01-02T10:00:00Z",
          found.value.contains(/^\d{1,2}[:：]\d/)
            ? "write the date before the time"
            : day == nil && found.value.contains(":")
              ? "write it in ISO 8601, its zone as an offset such as +08:00, or none for the shop's"
              : "write it in ISO 8601",
          hint: day.map { "did you mean `\($0)`?" }
        )
      case .tooEarly:
        report(found, key, "a day from 1970-01-01 on", "correct the year")
      case .noSuchDay:
        report(found, key, "a day of the calendar", "there is no such day; correct it")
      case .noSuchTime:
        report(
          found,
          key,
          "a time from 00:00 to 23:59:59",
          "there is no such time: hours go to 23, minutes to 59; correct it"
        )
      case .noSuchZone:
        report(
          found,
          key,
          "an offset from UTC of -14:00 to +14:00",
          "there is no such zone; write the shop's, such as +08:00, or none"
        )
      }
      return nil
    }
  }
}

/// Whether a text is a URL of that scheme with a host, and without spaces or user names.
func isAddress(_ text: String, scheme: String) -> Bool {
  guard text.lowercased().hasPrefix(scheme) else { return false }
  let rest = text.utf8.dropFirst(scheme.utf8.count)
  let host = rest.prefix { $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "?") }
  return !host.isEmpty && host.first != UInt8(ascii: ".")
    && host.allSatisfy { isHostByte($0) }
    && rest.allSatisfy { $0 > 0x20 && $0 < 0x7F && !"\"'<>`\\;,".utf8.contains($0) }
}

/// The form of an address whose host has other letters than ASCII, such as
/// `https://xn--hlru4x.example` for `https://卡店.example`; nil for others.
func punycoded(_ address: String) -> String? {
  let scheme = address.prefix { $0 != "/" }
  guard ["https:", "http:"].contains(scheme), address.dropFirst(scheme.count).hasPrefix("//") else {
    return nil
  }
  let rest = address.dropFirst(scheme.count + 2)
  let host = rest.prefix { !":/?#".contains($0) }
  guard !host.utf8.allSatisfy({ $0 < 0x80 }), !host.contains(where: \.isWhitespace),
    let encoded = URLComponents(string: "https://\(host)")?.encodedHost
  else { return nil }
  let written = "\(scheme)//\(encoded)\(rest[host.endIndex...])"
  return isAddress(written, scheme: scheme + "//") ? written : nil
}

private func isHostByte(_ byte: UInt8) -> Bool {
  (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
    || "-.:[]".utf8.contains(byte)
}
