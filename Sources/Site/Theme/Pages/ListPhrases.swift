import Shop

/// What lists say; on its way into the files of words.
struct ListPhrases {
  let values: [String: String]

  static func of(_ language: LanguageTag) -> ListPhrases {
    language == .chinese ? chinese : english
  }

  subscript(_ key: String) -> String { values[key] ?? key }

  private static let chinese = ListPhrases(values: [
    "everything": "全部商品", "tools": "筛选和排序", "filter": "筛选", "filterAll": "全部",
    "sort": "排序", "sortStandard": "推荐", "sortNewest": "最新上架", "sortPrice": "价格从低到高",
    "pager": "分页", "previous": "上一页", "next": "下一页", "pageNumber": "第 # 页",
    "related": "看看相近的卡", "brand": "品牌", "tags": "标签",
    "range": "第 #–#2 种，共 #3 种",
    "stockLow": "库存不多", "stockOut": "暂时缺货",
  ])

  private static let english = ListPhrases(values: [
    "everything": "All cards", "tools": "Filter and sort", "filter": "Filter",
    "filterAll": "All", "sort": "Sort", "sortStandard": "Featured", "sortNewest": "Newest",
    "sortPrice": "Price, low to high", "pager": "Pages", "previous": "Previous", "next": "Next",
    "pageNumber": "Page #", "related": "You may also like", "brand": "Brand", "tags": "Tags",
    "range": "#–#2 of #3 cards",
    "stockLow": "Few left", "stockOut": "Out of stock",
  ])

  func fill(_ key: String, _ values: String...) -> String {
    var text = self[key]
    for (index, value) in values.enumerated().reversed() where index > 0 {
      text = text.replacing("#\(index + 1)", with: value)
    }
    return text.replacing("#", with: values[0])
  }
}
