/// The files of a new shop: two products, and all that they need.
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
  # The one color of links and buttons.
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
