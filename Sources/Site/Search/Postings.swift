/// Which products have which term: products by number, the oldest 0, so that a new product changes
/// only the lists of its own terms.
struct Postings {
  /// Of one term: the gap from the product before, times four, plus the field.
  struct List {
    var bytes: [UInt8] = []
    var count = 0
    fileprivate var last = 0

    fileprivate mutating func append(_ product: Int, _ field: SearchField) {
      bytes.append(UInt8(ascii: ","))
      bytes.append(decimal: (product - last) * 4 + field.rawValue)
      last = product
      count += 1
    }
  }

  private(set) var lists: [List] = []
  private var numbers: [String: Int] = [:]

  /// Adds a product; products come in ascending order.
  mutating func add(_ product: Int, _ fields: [String: SearchField]) {
    for (term, field) in fields {
      if let number = numbers[term] {
        lists[number].append(product, field)
      } else {
        numbers[term] = lists.count
        lists.append(List())
        lists[lists.count - 1].append(product, field)
      }
    }
  }

  /// The terms by code point, each with the number of its list.
  var sorted: [(term: String, number: Int)] {
    numbers.sorted { $0.key < $1.key }.map { (term: $0.key, number: $0.value) }
  }
}

extension [UInt8] {
  /// Appends a number that is not negative, in decimal digits.
  fileprivate mutating func append(decimal number: Int) {
    if number >= 10 { append(decimal: number / 10) }
    append(UInt8(ascii: "0") + UInt8(number % 10))
  }
}
