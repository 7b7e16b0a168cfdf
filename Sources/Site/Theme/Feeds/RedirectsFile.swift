import Shop

/// `_redirects`: from each alias of a product to its page, for good.
func redirectsFile(of content: SiteContent, address: Address) -> OutputFile {
  let lines = content.products.flatMap { product in
    product.aliases.map { alias in
      let target = address.path(.product(slug: product.slug), in: content.config.language)
      return "\(Address.encode(alias)) \(target) 301\n"
    }
  }
  return OutputFile(path: "_redirects", text: lines.joined())
}
