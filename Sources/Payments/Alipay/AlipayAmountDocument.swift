import Foundation

/// An amount in yuan: a text by the documents' tables, and a bare number in their examples.
struct AlipayAmountDocument: Decodable {
  /// As it was written: `48.50`, `88`.
  let text: String

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    do {
      text = try value.decode(String.self)
    } catch DecodingError.typeMismatch {
      // Exact: the decimal is read from the digits, not from a binary fraction.
      text = "\(try value.decode(Decimal.self))"
    }
  }
}
