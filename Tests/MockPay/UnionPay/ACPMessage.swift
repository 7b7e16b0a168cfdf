/// The fields of a message of UnionPay's interface 5.1.0: a form, or an answer in the same words.
package struct ACPMessage: Equatable, Sendable {
  package private(set) var fields: [String: String]

  package init(_ fields: [String: String]) {
    self.fields = fields.filter { !$0.value.isEmpty }
  }

  /// Reads the body of a request; empty values are none of a signed message's.
  package init(form body: [UInt8]) throws(UnionPayRefusal) {
    do {
      fields = try Form(String(decoding: body, as: UTF8.self)).values
    } catch {
      throw .form("\(error)")
    }
    if let empty = fields.first(where: \.value.isEmpty) { throw .form(empty.key) }
  }

  package subscript(name: String) -> String {
    get { fields[name] ?? "" }
    set { fields[name] = newValue.isEmpty ? nil : newValue }
  }

  /// What is signed: every field but the signature, in the order of the bytes of their names.
  package var signedText: String { text(without: "signature") }

  /// As an answer: the pairs without escapes.
  package var answerText: String { text(without: nil) }

  private func text(without name: String?) -> String {
    fields.filter { $0.key != name }
      .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { "\($0.key)=\($0.value)" }.joined(separator: "&")
  }
}
