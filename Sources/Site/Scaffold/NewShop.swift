package import Shop

/// Writes a small shop that builds without changes; returns the written paths, from `folder`.
///
/// Its products are dated `now`.
package func writeNewShop(
  in folder: String,
  now: Timestamp
) throws(ScaffoldRefusal) -> [String] {
  if let status = Disk.status(of: folder) {
    let names = try onScaffoldDisk { () throws(DiskError) in
      status.kind == .file ? [nil] : try Disk.names(in: folder)
    }
    guard names.isEmpty else { throw .notEmpty(folder) }
  }
  let files = newShopFiles(date: now.iso8601)
  for (path, text) in files {
    try onScaffoldDisk { () throws(DiskError) in
      let path = folder + "/" + path
      try Disk.makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
      try Disk.write(Array(text.utf8), to: path)
    }
  }
  return files.map(\.path)
}

func onScaffoldDisk<Result>(
  _ body: () throws(DiskError) -> Result
) throws(ScaffoldRefusal) -> Result {
  do throws(DiskError) {
    return try body()
  } catch {
    throw .disk(error)
  }
}

/// The files of a new shop: two products, and everything that they need.
func newShopFiles(date: String) -> [(path: String, text: String)] {
  [
    ("site/site.yaml", siteYAML),
    (
      "content/categories/game-cards.md",
      "---\ntitle: 游戏点卡\ntitle_en: Game cards\nweight: 10\n---\n"
    ),
    (
      "content/categories/memberships.md",
      "---\ntitle: 会员\ntitle_en: Memberships\nweight: 20\n---\n"
    ),
    ("content/scenarios/birthday.md", "---\ntitle: 生日\ntitle_en: Birthday\nweight: 10\n---\n"),
    ("content/scenarios/self-use.md", "---\ntitle: 自用\ntitle_en: For yourself\nweight: 20\n---\n"),
    ("content/products/example-50.md", gameCard(date: date)),
    ("content/products/example-50.en.md", gameCardInEnglish),
    ("content/products/example-month.md", membership(date: date)),
    ("content/pages/policies/refund.md", refundPolicy),
    (".gitignore", "public/\n.cardstock/\n"),
    (
      ".gitattributes",
      "# Two branches' addresses are put together.\nsite/addresses.txt merge=union\n"
    ),
  ]
}

private let siteYAML = """
  # The settings of the shop. No secret belongs here: those are the worker's.
  title: 我的卡密店
  title_en: My Card Shop
  # Where the public pages will live: scheme and host.
  base_url: https://cards.example.com
  # Where buy forms post to: the worker's own host.
  worker_url: https://pay.cards.example.com
  # The language at the site's root, and all of them. `cardstock new language fr` adds another.
  language: zh-CN
  languages: [zh-CN, en]
  # The currency of a product that names none.
  currency: CNY
  # Where the shop's days begin and end; a date without a time is a whole day there.
  timezone: Asia/Shanghai
  # The one colour of links and buttons.
  accent: "#0b5d51"
  # Where buyers write to.
  support_email: help@example.com

  """

private func gameCard(date: String) -> String {
  """
  ---
  title: 示例游戏点卡 50 元
  sku: EXAMPLE-CN-50
  price: "48.50"
  compare_at: "50.00"
  face_value: "50"
  brand: Example
  category: game-cards
  scenarios: [birthday, self-use]
  tags: [example]
  labels: [new]
  region: CN
  limit: 5
  date: \(date)
  ---
  为示例账号充值 50 元。付款后几秒内，卡密会发到你的邮箱。

  ## 使用说明

  1. 登录示例平台，打开“钱包”。
  2. 粘贴卡密并确认。

  退款条件见[退款政策](/policies/refund/)。

  """
}

private let gameCardInEnglish = """
  ---
  title: Example game card ¥50
  ---
  Adds 50 yuan to an Example account. The code is mailed within seconds of payment.

  ## How to redeem

  1. Sign in to Example and open the wallet.
  2. Paste the code and confirm.

  See the [refund policy](/en/policies/refund/).

  """

private func membership(date: String) -> String {
  """
  ---
  title: 示例会员 1 个月
  sku: EXAMPLE-MONTH
  price: "15.00"
  face_value: 1 个月
  brand: Example
  category: memberships
  scenarios: [self-use]
  date: \(date)
  ---
  开通 30 天示例会员，可与已有会员叠加。

  ## 使用说明

  1. 打开示例应用的“兑换”页面。
  2. 输入卡密，会员立即生效。

  """
}

private let refundPolicy = """
  ---
  title: 退款政策
  title_en: Refund policy
  ---
  未查看的卡密七天内可全额退款。 Codes that were not revealed can be refunded within seven days.

  """

/// The text in files of `cardstock new product`, which editors must replace: a product on sale
/// with it is refused.
enum StarterText {
  /// The text in the shop's language, or else in English.
  static func body(in language: LanguageTag) -> String {
    bodies[language] ?? bodies[.english] ?? ""
  }

  /// All lines that editors must replace; headings may stay.
  static let lines: Set<String> = Set(
    bodies.values.flatMap { body in
      body.split(separator: "\n").map(String.init).filter { !$0.hasPrefix("#") }
    }
  ).union(PlaceholderText.olderLines)

  /// Whether a line may be one of `lines`; fast, since every line of a shop is checked.
  static func mayHold(_ line: ArraySlice<UInt8>) -> Bool {
    guard let first = line.first(where: { $0 != 0x20 && $0 != 0x09 }) else { return false }
    return beginnings[Int(first)] && line.count <= longest
  }

  private static let beginnings: [Bool] = {
    let first = Set(lines.compactMap(\.utf8.first))
    return (0...UInt8.max).map(first.contains)
  }()
  private static let longest = (lines.map(\.utf8.count).max() ?? 0) + 80

  private static let mark = Placeholder.mark

  private static let bodies: [LanguageTag: String] = [
    .chinese: "\(mark)：用一两句话说明这是什么、在哪里可以使用。\n\n## 使用说明\n\n1. \(mark)：第一步。",
    .taiwanese: "\(mark)：用一兩句話說明這是什麼、在哪裡可以使用。\n\n## 使用說明\n\n1. \(mark)：第一步。",
    .english: """
    \(mark): say in a sentence or two what it is and where it works.

    ## How to redeem

    1. \(mark): first step.
    """,
  ]
}
