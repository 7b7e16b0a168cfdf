/// The forms of a text about a number, by CLDR's names.
package enum PluralForm: String, CaseIterable, Sendable {
  case zero, one, two, few, many, other

  /// The form that the language uses for so many whole things.
  ///
  /// After https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html for
  /// the languages that do not count as English does.
  package init(_ count: Int, in language: LanguageTag) {
    let last = (count % 10, count % 100)
    switch language.primary {
    case "zh", "ja", "ko", "vi", "th", "id", "ms", "lo", "km", "my":
      self = .other
    case "fr", "pt", "hi", "fa", "bn":
      self = count <= 1 ? .one : .other
    case "ru", "uk", "be", "sr", "hr", "bs":
      self = Self.slavic(last)
    case "pl":
      self = count == 1 ? .one : Self.isFew(last) ? .few : .many
    case "cs", "sk":
      self = count == 1 ? .one : (2...4).contains(count) ? .few : .other
    case "ar":
      self = Self.arabic(count)
    default:
      self = count == 1 ? .one : .other
    }
  }

  /// 1, 21, 31 …; 2 to 4, 22 to 24 …; and the rest.
  private static func slavic(_ last: (Int, Int)) -> PluralForm {
    if last.0 == 1, last.1 != 11 { return .one }
    return isFew(last) ? .few : .many
  }

  private static func isFew(_ last: (Int, Int)) -> Bool {
    (2...4).contains(last.0) && !(12...14).contains(last.1)
  }

  private static func arabic(_ count: Int) -> PluralForm {
    switch (count, count % 100) {
    case (0, _): .zero
    case (1, _): .one
    case (2, _): .two
    case (_, 3...10): .few
    case (_, 11...): .many
    default: .other
    }
  }
}
