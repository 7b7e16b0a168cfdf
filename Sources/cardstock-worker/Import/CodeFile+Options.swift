package import Shop

extension CodeFile {
  /// What a person says about the file.
  package struct Options: Sendable {
    /// Columns by name or by number from 1, and what they mean.
    package var columns: [(name: String, field: ColumnField)] = []
    /// The order of dates; nil to find out.
    package var dates: DateOrder?
    /// What separates cells; nil to find out.
    package var separator: Separator?
    /// False when the first line is a code even if it looks like a header.
    package var mayHaveHeader = true
    /// Whether numbers are as the supplier has them: long ones that end in zeros, PINs of several
    /// lengths, and dots or commas between thousands.
    package var hasExactDigits = false
    /// Whether codes are taken whose shape is another than the others', and nothing else.
    package var allowsOdd = false
    /// The SKU that the file is imported as.
    package var sku: String?
    /// The three letters of the currency of the file's amounts.
    package var currency: String?
    /// What the catalog says that a card is worth, in minor units; nil where it says no number.
    package var faceValue: Int64?
    /// The calendar by which a code's last day ends.
    package var calendar = ShopCalendar.utc
    /// The shop's day, after which no card was issued; nil where nobody tells.
    package var today: CivilDate?

    package init() {}

    /// What the catalog's text of a face value is in minor units; nil where it is more than an
    /// amount, such as `月卡30天`.
    package static func worth(_ text: String, in currency: Currency) -> Int64? {
      let amount = try? CellText.decimal(
        CardCode.cleaned(text),
        ColumnField.faceValue.rawValue,
        currency.code,
        commaDecimals: false
      )
      return amount.flatMap { try? Money(parsing: $0, currency: currency).minorUnits }
    }
  }
}
