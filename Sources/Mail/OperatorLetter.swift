package import Shop

/// A letter to whoever runs the shop: plain text, no codes, no buyers' addresses.
package struct OperatorLetter: Equatable, Sendable {
  /// Becomes the Message-ID, so that a repeat is seen as one: `statement-stripe-2026-11-20`.
  package let name: String
  package let to: EmailAddress
  package let subject: String
  package let text: String
  package let date: Timestamp

  package init(name: String, to: EmailAddress, subject: String, text: String, date: Timestamp) {
    self.name = name
    self.to = to
    self.subject = subject
    self.text = text
    self.date = date
  }
}
