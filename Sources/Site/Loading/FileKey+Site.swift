import Shop

extension FileKey {
  /// The keys of `site/site.yaml`, in the order of the documentation.
  static let site: [FileKey] = shop + storefront + sale + law + output

  /// The required keys of `site/site.yaml`.
  static let siteRequired = ["title", "base_url", "currency"]

  private static let shop = [
    FileKey(
      name: "title",
      shape: .line(limit: 300),
      text: "The shop's name.",
      example: "卡密商店",
      isTranslated: true
    ),
    FileKey(
      name: "description",
      shape: .line(
        limit: 300
      ),
      text: "One sentence for the home page and search engines.",
      standard: "none",
      example: "Codes by mail within seconds.",
      isTranslated: true
    ),
    FileKey(
      name: "base_url",
      shape: .pattern(
        "^https?://"
      ),
      text: "Scheme and host of the shop, and the path that it lives under; http only here.",
      example: "https://cards.example.com"
    ),
    FileKey(
      name: "language",
      shape: .line(limit: 200),
      text: "The language at the site's root.",
      standard: "zh-CN",
      example: "zh-CN"
    ),
    FileKey(
      name: "languages",
      shape: .lines(limit: 100),
      text: "All languages, the default first.",
      standard: "`language` alone",
      example: "[zh-CN, en]"
    ),
    FileKey(
      name: "accent",
      shape: .pattern(
        "^#[0-9A-Fa-f]{6}$"
      ),
      text: "The one colour of links and buttons, at least 4.5:1 on white.",
      standard: "#0b5d51",
      example: "\"#0b6b5c\""
    ),
    FileKey(
      name: "support_email",
      shape: .pattern(
        "@"
      ),
      text: "Where buyers write to: in the footer, on product pages and in every mail.",
      standard: "none",
      example: "help@cards.example.com"
    ),
  ]

  private static let sale = [
    FileKey(
      name: "worker_url",
      shape: .pattern(
        "^https?://"
      ),
      text: "Scheme and host of the worker, which buy forms post to; without it only products "
        + "with a payment link are sold.",
      standard: "none",
      example: "https://pay.cards.example.com"
    ),
    FileKey(
      name: "currency",
      shape: .pattern(
        "^[A-Z]{3}$"
      ),
      text: "The ISO 4217 code of a product that names none.",
      example: "CNY"
    ),
    FileKey(
      name: "payments",
      shape: .listOfWords(
        Provider.offered.map(\.rawValue)
      ),
      text: "The providers at checkout, in this order; each needs its section in worker.yaml.",
      standard: "[stripe]",
      example: "[alipay, stripe]"
    ),
    FileKey(
      name: "timezone",
      shape: .line(
        limit: 200
      ),
      text: "Where the shop's days begin and end: the IANA name of a time zone.",
      standard: "Asia/Shanghai for market CN or, without a market, currency CNY; else UTC",
      example: "Asia/Shanghai"
    ),
  ]

  private static let law = [
    FileKey(
      name: "market",
      shape: .pattern(
        "^[A-Z]{2}$"
      ),
      text: "The region whose law the shop serves; CN wants all of `legal`.",
      standard: "none",
      example: "SG"
    ),
    FileKey(
      name: "legal",
      shape: .mapping([
        FileKey(
          name: "icp",
          shape: .line(limit: 200),
          text: "The ICP filing of the site's name.",
          standard: "none",
          example: "沪ICP备12345678号-1"

        ),
        FileKey(
          name: "licence",
          shape: .line(limit: 200),
          text: "The number of the licence.",
          standard: "none",
          example: "沪B2-12345678"
        ),
        FileKey(
          name: "refund",
          shape: .line(limit: 200),
          text: "The page with the refund terms, below content/pages.",
          standard: "none",
          example: "policies/refund"
        ),
      ]),
      text: "What the law wants in the footer.",
      standard: "none",
      example: "{refund: policies/refund}"
    ),
  ]

  private static let redirect = [
    FileKey(
      name: "from",
      shape: .pattern("^/"),
      text: "The old address, which nothing has any more; exact, but for the slash at its end.",
      example: "/sale/"
    ),
    FileKey(
      name: "to",
      shape: .pattern("^(/|https://)"),
      text: "A page of the shop, in the language that it shall have, or an address elsewhere.",
      example: "/search/"
    ),
    FileKey(
      name: "status",
      shape: .words(["301", "302", "307", "308"]),
      text: "301 or 308 for good, 302 or 307 for a while.",
      standard: "301",
      example: "302"
    ),
  ]

  private static let output = [
    FileKey(
      name: "host",
      shape: .wordOrList(
        Host.allCases.map(\.rawValue)
      ),
      text: "Where the pages are put: the build writes the files that this host reads "
        + "(docs/hosts).",
      standard: "none",
      example: "[nginx, caddy]"
    ),
    FileKey(
      name: "headers",
      shape: .headers,
      text: "Headers that files get besides those of the build; `/downloads/*` is a whole folder, "
        + "`\"/*\"` everything. Where the build sends one for the same address, this replaces it.",
      standard: "none",
      example: "{\"/*\": {X-Frame-Options: DENY}}"
    ),
    FileKey(
      name: "redirects",
      shape: .entries(redirect),
      text: "Old addresses that lead elsewhere; `aliases` of a page does the same for the page in "
        + "all its languages.",
      standard: "none",
      example: "[{from: /sale/, to: /search/, status: 302}]"
    ),
    FileKey(
      name: "csp",
      shape: .mapping(
        AllowedOrigins.Kind.allCases.map { kind in
          FileKey(
            name: kind.rawValue,
            shape: .lines(limit: 100),
            text: "Origins that `\(kind.directive)` allows.",
            standard: "none",
            example: "[https://chat.example]"
          )
        }
      ),
      text: "Origins that the Content-Security-Policy allows besides the shop's own.",
      standard: "none",
      example: "{script: [https://chat.example]}"
    ),
    FileKey(
      name: "gone",
      shape: .lines(limit: 5000),
      text: "Old addresses that have no successor; `/en/*` stands for all that begin like it.",
      standard: "none",
      example: "[/products/old/, /en/*]"
    ),
    FileKey(
      name: "elsewhere",
      shape: .lines(limit: 5000),
      text: "Addresses of this host that another program serves, so that links to them are right.",
      standard: "none",
      example: "[/blog/*]"
    ),
    FileKey(
      name: "precompress",
      shape: .flag,
      text: "Whether texts get a `.gz` copy for servers that send it.",
      standard: "false",
      example: "true"
    ),
    FileKey(
      name: "image_budget_kb",
      shape: .number(
        1...20_000
      ),
      text: "An image that is larger is a warning.",
      standard: "200",
      example: "300"
    ),
    FileKey(
      name: "cjk_emphasis",
      shape: .flag,
      text: "Whether `**` next to Chinese punctuation marks emphasis.",
      standard: "false",
      example: "true"
    ),
    FileKey(
      name: "allow",
      shape: .listOfWords(
        Diagnostic.allCases.map(\.name)
      ),
      text: "Names of warnings that are meant: in site.yaml for the whole shop.",
      standard: "none",
      example: "[no-alt-text]"
    ),
  ]
}

extension FileKey {
  /// The keys of a file of `content/categories` or `content/scenarios`.
  static let term: [FileKey] = [
    FileKey(
      name: "title",
      shape: .line(limit: 200),
      text: "What it is called.",
      example: "礼品卡",
      isTranslated: true
    ),
    FileKey(
      name: "weight",
      shape: .number(-100_000...100_000),
      text: "Lists show lower ones first.",
      standard: "0",
      example: "10"
    ),
    FileKey(
      name: "summary",
      shape: .line(
        limit: 300
      ),
      text: "A sentence for cards and search engines; of a list, on its page too.",
      standard: "the first paragraph",
      example: "Points for games of all kinds.",
      isTranslated: true
    ),
    FileKey(
      name: "image",
      shape: .pattern("^/[^/]"),
      text: "A picture over the list, from the root: a file in site/static.",
      standard: "none",
      example: "/images/card.svg"
    ),
    FileKey(
      name: "allow",
      shape: .listOfWords(
        Diagnostic.allCases.map(\.name)
      ),
      text: "Names of warnings that are meant in this file.",
      standard: "none",
      example: "[no-alt-text]"
    ),
    FileKey(
      name: "aliases",
      shape: .lines(limit: 500),
      text: "Old addresses of the page.",
      standard: "none",
      example: "[/help/old/]"
    ),
  ]

  /// The keys of a file of `content/pages`.
  static let page: [FileKey] =
    textKeys + [
      FileKey(
        name: "draft",
        shape: .flag,
        text: "Whether it is left out till it is ready; --drafts shows it.",
        standard: "false",
        example: "true"
      ),
      FileKey(
        name: "contacts",
        shape: .flag,
        text: "Whether the `contacts` of site.yaml stand below its text.",
        standard: "false",
        example: "false"
      ),
    ]

  /// The keys that a page shares with a category or scenario; only its title has other languages.
  private static let textKeys: [FileKey] = term.filter { $0.name != "image" }.map { key in
    FileKey(
      name: key.name,
      shape: key.shape,
      text: key.text,
      standard: key.standard,
      example: key.example,
      isTranslated: key.name == "title"
    )
  }

  /// The keys of a translation, such as `steam-50.en.md`.
  static let translation: [FileKey] = term.filter {
    !["weight", "aliases", "image"].contains($0.name)
  }.map { key in
    FileKey(
      name: key.name,
      shape: key.shape,
      text: key.text,
      standard: key.standard,
      example: key.example
    )
  }

  /// The required key of a category, a scenario, a page and a translation.
  static let titleRequired = ["title"]
}
