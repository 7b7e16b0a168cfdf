import Foundation
import Shop

/// A `KeptStep` as it is sealed, in JSON.
struct KeptStepDocument: Codable {
  private let kind: String
  private let address: String
  /// Names and values, in turn.
  private let fields: [String]

  init(_ step: Checkout.Step) {
    kind = step.kind.rawValue
    address = step.address
    fields = step.fields.flatMap { [$0.name, $0.value] }
  }

  init(_ bytes: [UInt8]) throws {
    self = try JSONDecoder().decode(KeptStepDocument.self, from: Data(bytes))
  }

  func bytes() throws -> [UInt8] { Array(try JSONEncoder().encode(self)) }

  /// The step; nil when the bytes are of another program.
  var step: Checkout.Step? {
    guard let kind = Checkout.Step.Kind(rawValue: kind), fields.count.isMultiple(of: 2) else {
      return nil
    }
    let pairs = stride(from: 0, to: fields.count, by: 2).map {
      Checkout.Step.Field(name: fields[$0], value: fields[$0 + 1])
    }
    return Checkout.Step(kind: kind, address: address, fields: pairs)
  }
}
