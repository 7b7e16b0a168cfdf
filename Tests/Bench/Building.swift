import CMarkGFM
import Dispatch
import Foundation
import Shop
import Site
import Synchronization

/// Measures how long a shop takes to build, beside the least that any generator must do.
enum Building {
  /// `arguments` are how many products, and the folder on the disk to be measured; prints a line a
  /// case.
  static func run(_ arguments: [String]) throws {
    let count = arguments.first.flatMap { Int($0) } ?? 2000
    let folder = arguments.dropFirst().first ?? NSTemporaryDirectory()
    let place = folder + "/cardstock-bench-\(ProcessInfo.processInfo.processIdentifier)"
    let products = try writeShop(of: count, to: place + "/shop")
    let floor = try floor(products, to: place + "/floor")
    print("floor   \(floor.rounded) s  read each text, render its Markdown, write a page")
    for name in ["cold", "again"] {
      let seconds = try build(place)
      print(
        "\(name.padding(toLength: 7, withPad: " ", startingAt: 0)) \(seconds.rounded) s  ",
        terminator: ""
      )
      print("\(count) products, \((seconds / floor).rounded) times the floor")
    }
    try FileManager.default.removeItem(atPath: place)
  }

  private static func build(_ place: String) throws -> Double {
    let request = BuildRequest(
      shop: place + "/shop",
      output: place + "/public",
      now: Timestamp(milliseconds: Int64(Date().timeIntervalSince1970 * 1000))
    )
    var errors = 0
    let elapsed = try ContinuousClock().measure {
      errors = try buildSite(request).problems.count { $0.severity == .error }
    }
    guard errors == 0 else { throw CocoaError(.fileReadCorruptFile) }
    return elapsed.inSeconds
  }

  /// Every product's text rendered by cmark alone, on all cores.
  private static func floor(_ products: [String], to folder: String) throws -> Double {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    let failed = Atomic<Bool>(false)
    let elapsed = ContinuousClock().measure {
      DispatchQueue.concurrentPerform(iterations: products.count) { index in
        guard let text = FileManager.default.contents(atPath: products[index]),
          let html = text.withUnsafeBytes({ bytes in
            cmark_markdown_to_html(
              bytes.baseAddress?.assumingMemoryBound(to: CChar.self),
              bytes.count,
              CMARK_OPT_DEFAULT
            )
          })
        else { return failed.store(true, ordering: .relaxed) }
        let page = Data(bytesNoCopy: html, count: strlen(html), deallocator: .free)
        let isWritten = FileManager.default.createFile(
          atPath: folder + "/\(index).html",
          contents: page
        )
        if !isWritten { failed.store(true, ordering: .relaxed) }
      }
    }
    guard !failed.load(ordering: .relaxed) else { throw CocoaError(.fileWriteUnknown) }
    return elapsed.inSeconds
  }

  /// A shop of products with the Markdown that shops write; returns the products' files.
  private static func writeShop(of count: Int, to shop: String) throws -> [String] {
    try write(
      "title: 卡密商店\nbase_url: https://cards.example.com\ncurrency: CNY\n",
      to: shop + "/site/site.yaml"
    )
    for category in 0..<20 {
      try write(
        "---\ntitle: 类别 \(category)\n---\n",
        to: shop + "/content/categories/c\(category).md"
      )
    }
    return try (0..<count).map { number in
      let file = shop + "/content/products/p\(number).md"
      try write(product(number), to: file)
      return file
    }
  }

  private static func write(_ text: String, to file: String) throws {
    let folder = URL(filePath: file).deletingLastPathComponent()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: file))
  }

  private static func product(_ number: Int) -> String {
    """
    ---
    title: "游戏点卡 \(number) Game card"
    sku: GAME-\(number)
    price: "\(number % 900 + 10).50"
    category: c\(number % 20)
    tags: [即时兑换, 季度-\(number % 4), face-\(number % 50)]
    summary: 这张点卡在 Steam 使用，渠道正规，付款后几秒送达。
    date: 2026-01-\(String(format: "%02d", number % 28 + 1))
    ---

    **游戏点卡** / *Game card* — 由正规渠道供货，付款后几秒送达。See <https://redeem.example/help>.

    ## 商品说明

    每一张卡密只能使用一次，兑换成功后余额会立即到账。A card of \(number % 500) points, valid everywhere.

    | 项目 Item | 内容 Value |
    |:--|--:|
    | 面值 | \(number % 500) |
    | 地区 Region | 美国 United States |
    | 有效期 Validity | 36 months |

    ## 如何兑换

    1. 打开 <https://redeem.example/c\(number % 20)> 并登录。
    2. Paste the code, e.g. `GAME-XXXX-XXXX`.
    3. 确认余额到账 — the balance updates at once.

    > 页面显示的价格为最终价格，不会再收取任何手续费。

    - 另见[别的面值](/products/p\(number / 2)/)。
      - Every code is good for twelve months.

    """
  }
}

extension Double {
  fileprivate var rounded: String { String(format: "%.2f", self) }
}
