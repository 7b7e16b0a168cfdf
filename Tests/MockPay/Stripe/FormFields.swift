/// The fields of a form, each taken out once, so that what is left at the end was not understood.
package struct FormFields: Equatable, Sendable {
  private(set) var values: [String: String]

  /// Reads `application/x-www-form-urlencoded` text.
  ///
  /// Throws for a broken escape, bytes that are not UTF-8, or a name sent twice.
  package init(form: String) throws(StripeError) {
    do {
      values = try Form(form).values
    } catch .twice(let name) {
      throw .invalid("received the parameter \(name) twice", parameter: name)
    } catch {
      throw .invalid("the request body is not form-encoded UTF-8")
    }
  }

  /// The first name left, in the order of the alphabet.
  var firstName: String? { values.keys.min() }

  /// Whether a field is left whose name begins so.
  func has(_ prefix: String) -> Bool {
    values.keys.contains { $0.hasPrefix(prefix) }
  }

  /// Takes out an optional field.
  mutating func take(_ name: String) -> String? {
    values.removeValue(forKey: name)
  }

  /// Takes out a field that must be there and not empty.
  mutating func require(_ name: String) throws(StripeError) -> String {
    guard let value = take(name), !value.isEmpty else { throw .missing(name) }
    return value
  }

  /// Takes out a whole number of 1 or more.
  mutating func requireCount(_ name: String) throws(StripeError) -> Int64 {
    let text = try require(name)
    guard let number = Int64(text), number >= 1 else {
      throw .invalid(
        "\(name): expected a whole number of 1 or more, found \(text)",
        parameter: name
      )
    }
    return number
  }

  /// Takes out `prefix[KEY]` for every KEY.
  mutating func takeMap(_ prefix: String) throws(StripeError) -> [String: String] {
    var map: [String: String] = [:]
    for name in values.keys.sorted() where name.hasPrefix(prefix + "[") && name.hasSuffix("]") {
      let key = String(name.dropFirst(prefix.count + 1).dropLast())
      guard !key.isEmpty, key.count <= 40, !key.contains("["), !key.contains("]") else {
        throw .invalid("\(name): metadata keys have 1 to 40 characters", parameter: name)
      }
      map[key] = take(name)
      guard map[key, default: ""].count <= 500 else {
        throw .invalid("\(name): metadata values have at most 500 characters", parameter: name)
      }
    }
    return map
  }
}
