/// A text of the theme by its key in the files of words: `phrases[.pay]`, `{{say.pay}}`.
///
/// To add one: a case here and a line in every file of `Theme/Words`, in the same section. A text
/// with places for values is a `FilledPhrase`, one about a number a `CountedPhrase`.
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
  case price, listPrice, faceValue, region, when, whenCode, whenLink, most, sku
  case soldUntil, brand, tags, related

  // The buy form.
  case buy, quantity, email, emailHint, payWith, pay, payHosted, payHostedHint, orPayHosted
  case afterPay, notForSale

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

/// A text with places for values, the first written `#`, a second `#2`: `phrases[.saving, "¥2"]`.
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

  // Feeds.
}

/// A text about a number, which `#` stands for: `phrases[.products, 3]`.
enum CountedPhrase: String, CaseIterable {
  // Lists: their tools, pages and variants.
  case products

  // Search.

  // Stock, recently viewed, and other words for scripts.

  // A product's facts.
  case mostPerOrder, quantityHint
}

/// A group of texts, one for each value that a key may have: `labels: {hot: …}`.
enum PhraseGroup: String, CaseIterable {
  case labels, providers, regions, channels
}
