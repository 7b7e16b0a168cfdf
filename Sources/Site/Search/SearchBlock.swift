import Shop

/// What a result shows of each of 64 neighbouring products, the oldest first.
struct SearchBlock {
  /// How many products one file holds: newest first is the usual order, so that good results share
  /// a file.
  static let length = 64

  let bytes: [UInt8]

  /// `[[title, slug, price, image, language],…]`, without the empty ones at the end; the language
  /// is that of a title which is not translated.
  init(
    _ products: ArraySlice<Product>,
    in language: LanguageTag,
    default fallback: LanguageTag,
    address: Address
  ) {
    let rows = products.map { product in
      let isForeign = !product.title.isTranslated(to: language)
      var texts = [
        product.title.text(in: language), product.slug,
        PriceText(product.price, in: language).text,
        product.image.map { address.hosted(Address.encode($0)) } ?? "",
        isForeign ? fallback.tag : "",
      ]
      while texts.last == "" { texts.removeLast() }
      return JSONText.list(texts.map { .text($0) }).script
    }
    bytes = Array("[\(rows.joined(separator: ",\n"))]\n".utf8)
  }
}
