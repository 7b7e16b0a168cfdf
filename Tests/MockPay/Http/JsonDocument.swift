import Foundation

/// Any JSON, for providers whose forms are read and written field by field.
package indirect enum JsonDocument: Equatable, Sendable {
  case object([String: JsonDocument])
  case array([JsonDocument])
  case text(String)
  case integer(Int64)
  case fraction(Double)
  case truth(Bool)
  case null

  /// Reads bytes; nil if they are not JSON.
  package init?(_ bytes: [UInt8]) {
    do {
      self = try JSONDecoder().decode(JsonDocument.self, from: Data(bytes))
    } catch {
      return nil
    }
  }

  /// A field of an object.
  package subscript(name: String) -> JsonDocument? {
    guard case .object(let fields) = self else { return nil }
    return fields[name]
  }

  /// The text; nil for anything else.
  package var text: String? {
    guard case .text(let text) = self else { return nil }
    return text
  }

  /// The whole number; nil for anything else.
  package var integer: Int64? {
    guard case .integer(let number) = self else { return nil }
    return number
  }

  /// On one line, in the order of the names, slashes escaped: whoever parses this and prints it
  /// again gets other bytes.
  package var bytes: [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    do {
      return [UInt8](try encoder.encode(self))
    } catch {
      preconditionFailure("a value of this type can always be written")
    }
  }
}

extension JsonDocument: Codable {
  package init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
      return
    }
    // One kind after the other: the decoder has no way to ask which it is.
    let kinds: [() throws -> JsonDocument] = [
      { .truth(try container.decode(Bool.self)) },
      { .integer(try container.decode(Int64.self)) },
      { .fraction(try container.decode(Double.self)) },
      { .text(try container.decode(String.self)) },
      { .array(try container.decode([JsonDocument].self)) },
    ]
    for kind in kinds {
      do {
        self = try kind()
        return
      } catch is DecodingError {
        continue
      }
    }
    self = .object(try container.decode([String: JsonDocument].self))
  }

  /// Writes the value that it holds.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .object(let fields): try container.encode(fields)
    case .array(let items): try container.encode(items)
    case .text(let text): try container.encode(text)
    case .integer(let number): try container.encode(number)
    case .fraction(let number): try container.encode(number)
    case .truth(let truth): try container.encode(truth)
    case .null: try container.encodeNil()
    }
  }
}

extension JsonDocument: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByDictionaryLiteral, ExpressibleByArrayLiteral
{
  package init(stringLiteral text: String) {
    self = .text(text)
  }

  package init(integerLiteral number: Int64) {
    self = .integer(number)
  }

  package init(dictionaryLiteral fields: (String, JsonDocument)...) {
    self = .object(Dictionary(fields, uniquingKeysWith: { first, _ in first }))
  }

  package init(arrayLiteral items: JsonDocument...) {
    self = .array(items)
  }
}
