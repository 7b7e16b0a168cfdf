/// A text of the theme by its key in words files: `phrases[.pay]`, `{{say.pay}}`.
///
/// A new text needs a case here and a line in every file of `Theme/Words`, in the same section. A
/// text with placeholders for values is a `FilledPhrase`, one about a number a `CountedPhrase`.
enum Phrase: String, CaseIterable {
  case languageName, listSeparator

  // The frame of every page.
  case skip, home, categories, scenarios, languages, breadcrumb, help, findOrder, writeToUs
  case announcement, menu, contacts, legalNumbers, allCategories, moreCategories, search, searchHint

  // The home page.
  case stepsTitle, stepChoose, stepChooseDetail, stepPay, stepPayDetail, stepReceive
  case stepReceiveDetail

  // Lists: their tools, pages and variants.
  case everything, emptyList, tools, filter, filterAll, sort, sortStandard, sortNewest, sortPrice
  case pager, previous, next

  // Search.
  case searchTitle, searchIntro, searchFailed, searchWithoutScript
  case searchCategory, searchBrand, searchScenario, searchTag, searchNone, searchNear, searchMore

  // Stock, recently viewed, and other words for scripts.
  case stockIn, stockLow, stockOut, stockWait, viewed, viewedClear, liked

  // A product's facts, in the order people ask.
  case price, listPrice, faceValue, region, when, whenCode, whenLink, whenWait
  case most, sku
  case soldUntil, brand, tags, related

  // The buy form.
  case buy, quantity, fewer, more, email, emailHint, payWith, beforeYouBuy, pay, payHosted
  case payHostedHint, orPayHosted, afterPay, notForSale

  // What if it fails.
  case failTitle, failLate, failLateLink, failInvalid, failRefund, failContact

  // The page for an address that leads nowhere.
  case missingTitle, missingText, missingHome

  // The page at an old address.
  case movedText

  // Running text: task lists and blocks.
  case taskDone, taskOpen, redeemHeading, footnotes, footnoteBack

  // Feeds.
}

/// A text with placeholders for values, `#` and `#2`: `phrases[.saving, "¥2"]`.
enum FilledPhrase: String, CaseIterable {
  // The home page.
  case all

  // Lists: their tools, pages and variants.
  case pageNumber, range, listDescription

  // Search.
  case searchFor

  // Stock, recently viewed, and other words for scripts.

  // A product's facts.
  case saving, furtherPrices, cardFace

  // The buy form.
  case quantityTotal

  // Feeds.
}

/// A text about a number, whose placeholder is `#`: `phrases[.products, 3]`.
enum CountedPhrase: String, CaseIterable {
  // Lists: their tools, pages and variants.
  case products

  // Search.

  // Stock, recently viewed, and other words for scripts.

  // A product's facts.
  case mostPerOrder
}

/// A group of texts, one for each value of something, as in `labels: {hot: …}`.
enum PhraseGroup: String, CaseIterable {
  case labels, providers, regions, channels
}

/// The forms of a text about a number, by CLDR's names.
package enum PluralForm: String, CaseIterable, Sendable {
  case zero, one, two, few, many, other

  /// The plural form of a whole number in a language.
  ///
  /// By https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html; other
  /// languages follow the rule of English.
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

  /// The form in Slavic languages: 1, 21, 31 …; 2 to 4, 22 to 24 …; and the rest.
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
