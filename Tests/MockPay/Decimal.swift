/// An amount in major units: `48.50`, or `48` where the currency has no smaller unit.
func majorUnits(_ minorUnits: Int64, _ currency: String = "CNY") -> String {
  guard !withoutDecimals.contains(currency.uppercased()) else { return String(minorUnits) }
  let (whole, cents) = minorUnits.magnitude.quotientAndRemainder(dividingBy: 100)
  return "\(minorUnits < 0 ? "-" : "")\(whole).\(cents < 10 ? "0" : "")\(cents)"
}

/// The minor units of a text such as `48.5`; nil for anything but digits with at most two decimals.
func minorUnits(_ text: String, _ currency: String = "CNY") -> Int64? {
  let places = withoutDecimals.contains(currency.uppercased()) ? 0 : 2
  let halves = text.split(separator: ".", omittingEmptySubsequences: false)
  guard (1...2).contains(halves.count), let whole = halves.first, (1...12).contains(whole.count),
    halves.allSatisfy({ $0.utf8.allSatisfy { (48...57).contains($0) } })
  else { return nil }
  let decimals = halves.count == 2 ? halves[1] : ""
  guard decimals.count <= places, halves.count == 1 || !decimals.isEmpty else { return nil }
  return Int64(whole + decimals + String(repeating: "0", count: places - decimals.count))
}

private let withoutDecimals: Set<String> = [
  "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF",
  "XOF", "XPF",
]
