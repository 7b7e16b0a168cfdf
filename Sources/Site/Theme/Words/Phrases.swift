import Shop

/// Everything that the theme itself says, in one language.
///
/// Templates see the properties by name under `say`, as in `{{say.pay}}`; the ones that hold a
/// place for a value are filled in by Swift.
struct Phrases: Sendable {
  /// The language's own name, for the switch.
  var languageName: String

  // The frame of every page.
  var skip: String
  var home: String
  var categories: String
  var scenarios: String
  var languages: String
  var breadcrumb: String
  var help: String
  var findOrder: String
  var writeToUs: String
  var legalNumbers: String

  // Home and lists.
  var all: Template
  var products: Counted
  var emptyList: String
  var stepsTitle: String
  var stepChoose: String
  var stepChooseDetail: String
  var stepPay: String
  var stepPayDetail: String
  var stepReceive: String
  var stepReceiveDetail: String

  // A product's facts, in the order people ask.
  var price: String
  var listPrice: String
  var saving: Template
  var faceValue: String
  var region: String
  var when: String
  var whenCode: String
  var whenLink: String
  var most: String
  var mostPerOrder: Counted
  var sku: String
  var cardFace: Template
  var labels: [ProductLabel: String]
  var regions: [String: String]

  // The buy form.
  var buy: String
  var quantity: String
  var quantityHint: Counted
  var email: String
  var emailHint: String
  var payWith: String
  var pay: String
  var payHosted: String
  var payHostedHint: String
  var orPayHosted: String
  var afterPay: String
  var notForSale: String
  var providers: [Provider: String]

  // What if it fails.
  var failTitle: String
  var failLate: String
  var failLateLink: String
  var failInvalid: String
  var failRefund: String
  var more: Template

  // 404.
  var missingTitle: String
  var missingText: String
  var missingHome: String

  /// A text with one place, written `#`, for a value.
  struct Template: Sendable {
    let text: String

    init(_ text: String) { self.text = text }

    func with(_ value: String) -> String {
      text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        .joined(separator: value)
    }
  }

  /// A text about a number: `#` stands for it.
  struct Counted: Sendable {
    let one: Template
    let other: Template

    /// The same for every number, as in Chinese.
    init(_ text: String) { self.init(one: text, other: text) }

    init(one: String, other: String) {
      self.one = Template(one)
      self.other = Template(other)
    }

    func with(_ count: Int) -> String { (count == 1 ? one : other).with(String(count)) }
  }

  static func of(_ language: LanguageTag) -> Phrases {
    switch language {
    case .chinese: .chinese
    default: .english
    }
  }

  /// The plain texts by property name, for the templates.
  var values: [String: String] {
    var values: [String: String] = [:]
    for case (let name?, let text as String) in Mirror(reflecting: self).children {
      values[name] = text
    }
    return values
  }
}
