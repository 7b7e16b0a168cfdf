import Site
import Testing

/// The files that a build writes for the hosts that site.yaml names.
@Suite(.timeLimit(.minutes(20))) struct HostFilesTests {
  private func shop(_ host: String, aliases: String = "[/old/a/]") throws -> TemporaryShop {
    let shop = try TemporaryShop(["content/products/test.md": productText(["aliases": aliases])])
    try shop.write(try shop.text("site/site.yaml") + "\nhost: \(host)\n", to: "site/site.yaml")
    return shop
  }

  private static let files = [
    "_nginx.conf", "_Caddyfile", "_rclone.sh", "edgeone.json", ".nojekyll", "CNAME",
  ]

  @Test(arguments: [
    ("nginx", ["_nginx.conf"]), ("caddy", ["_Caddyfile"]), ("cloudflare", []), ("netlify", []),
    ("github-pages", [".nojekyll", "CNAME"]), ("edgeone", ["edgeone.json"]), ("s3", ["_rclone.sh"]),
    ("[nginx, s3]", ["_nginx.conf", "_rclone.sh"]),
  ])
  func `each host has its own files beside the two that all read`(
    host: String,
    expected: [String]
  ) throws {
    let shop = try shop(host)
    #expect(try shop.build().problems.map { $0.text() } == [])
    #expect(Self.files.filter { shop.has("public/" + $0) } == expected)
    #expect(shop.has("public/_headers") && shop.has("public/_redirects"))
  }

  @Test func `without a host there are none, and a host that goes takes its files along`() throws {
    let shop = try shop("[nginx, edgeone]")
    _ = try shop.build()
    let settings = try shop.text("site/site.yaml")
    try shop.write(settings.replacing("host: [nginx, edgeone]", with: ""), to: "site/site.yaml")
    _ = try shop.build()
    #expect(Self.files.filter { shop.has("public/" + $0) } == [])
  }

  @Test func `an unknown host is an error with a guess at what was meant`() throws {
    let problems = try shop("[ngnix, cloudflare-pages]").build().problems
    #expect(problems.map(\.severity) == [.error, .error])
    #expect(problems.first?.hint == "did you mean `nginx`?")
    #expect(problems.first?.message.contains("one of nginx, caddy, cloudflare") == true)
  }

  @Test func `an old address is a whole instruction in the words of each host`() throws {
    let shop = try shop("[nginx, caddy, netlify, edgeone]", aliases: "[/旧/, /old.html]")
    _ = try shop.build()
    let nginx = try shop.text("public/_nginx.conf")
    #expect(
      nginx.contains(#"location = "/旧/" { return 301 "/products/test/$is_args$args"; }"#)
    )
    #expect(nginx.contains(#"location = "/旧" { return 301 "/products/test/$is_args$args"; }"#))
    #expect(!nginx.contains(#"location = "/old.html/""#))
    let caddy = try shop.text("public/_Caddyfile")
    #expect(caddy.contains(#"    "/旧/" "/products/test/" 301 yes"#))
    let redirects = try shop.text("public/_redirects")
    #expect(redirects.contains("/%E6%97%A7/ /products/test/ 301!\n"))
    #expect(redirects.hasSuffix("/en/* /en/404.html 404\n"))
    let edgeOne = try shop.text("public/edgeone.json")
    #expect(
      edgeOne.contains(
        #"{"source":"/old.html","destination":"/products/test/","statusCode":301}"#
      )
    )
  }

  @Test func `what is gone for good is answered so by hosts that can`() throws {
    let shop = try shop("[nginx, caddy]")
    try shop.write(
      try shop.text("site/site.yaml") + "gone: [/旧/物, /fr/*, /old.html]\n",
      to: "site/site.yaml"
    )
    #expect(try shop.build().problems.map { $0.text() } == [])
    let nginx = try shop.text("public/_nginx.conf")
    for address in ["/旧/物", "/旧/物/", "/en/旧/物/", "/old.html"] {
      #expect(nginx.contains("location = \"\(address)\" { return 410; }\n"), "\(address)")
    }
    #expect(nginx.contains("location ^~ \"/fr/\" { return 410; }\n"))
    let caddy = try shop.text("public/_Caddyfile")
    #expect(caddy.contains("\"/fr/*\"") && caddy.contains("  error @gone 410\n"))
  }

  @Test func `Cloudflare reads the redirects that Netlify's mark would hide from it`() throws {
    let shop = try shop("[netlify, cloudflare]")
    _ = try shop.build()
    let redirects = try shop.text("public/_redirects")
    #expect(redirects.hasPrefix("/old/a/ /products/test/ 301!\n/old/a/ /products/test/ 301\n"))
  }

  @Test func `the policy of _headers is the one that nginx and Caddy send`() throws {
    let shop = try shop("[nginx, caddy]")
    _ = try shop.build()
    let headers = try shop.text("public/_headers").split(separator: "\n\n")[0]
    let nginx = try shop.text("public/_nginx.conf")
    let caddy = try shop.text("public/_Caddyfile")
    for line in headers.split(separator: "\n").dropFirst() {
      let parts = line.drop { $0 == " " }.split(separator: ":", maxSplits: 1)
      let value = parts[1].dropFirst()
      #expect(nginx.contains("add_header \(parts[0]) \"\(value)\" always;"))
      #expect(caddy.contains("    \(parts[0]) \"\(value)\"\n"))
    }
  }

  @Test func `hosts that send no headers of ours have the policy in the page`() throws {
    let page = "public/products/test/index.html"
    let without = try shop("nginx")
    _ = try without.build()
    #expect(try !without.text(page).contains("http-equiv=\"Content-Security-Policy\""))
    for host in ["github-pages", "s3"] {
      let shop = try shop(host)
      _ = try shop.build()
      let text = try shop.text(page)
      #expect(text.contains("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src"))
      #expect(!text.contains("frame-ancestors"))
    }
  }

  @Test func `GitHub is told the shop's own name, and none of its own`() throws {
    let shop = try shop("github-pages")
    _ = try shop.build()
    #expect(try shop.text("public/CNAME") == "cards.example.com\n")
    let settings = try shop.text("site/site.yaml")
    try shop.write(
      settings.replacing("https://cards.example.com", with: "https://me.github.io"),
      to: "site/site.yaml"
    )
    _ = try shop.build()
    #expect(!shop.has("public/CNAME"))
    #expect(shop.has("public/.nojekyll"))
  }

  @Test func `a shop under a path has it in the files of each host, and leaves others alone`()
    throws
  {
    let shop = try shop("[nginx, caddy, edgeone, github-pages]")
    let settings = try shop.text("site/site.yaml")
    try shop.write(
      settings.replacing("https://cards.example.com", with: "https://cards.example.com/shop"),
      to: "site/site.yaml"
    )
    #expect(try shop.build().problems.map { $0.text() } == [])
    let nginx = try shop.text("public/_nginx.conf")
    #expect(nginx.contains("\nlocation ^~ \"/shop/\" {\n"))
    #expect(nginx.contains(#"  location = "/shop/old/a/" { return 301 "/shop/products/test/"#))
    #expect(nginx.contains("  location = \"/shop/_headers\" { return 404; }\n"))
    #expect(!nginx.contains("\nadd_header") && nginx.contains("  add_header "))
    let caddy = try shop.text("public/_Caddyfile")
    #expect(caddy.contains("@cardstock path /shop /shop/*\nroute @cardstock {\n"))
    #expect(caddy.contains("\"/shop/old/a/\" \"/shop/products/test/\" 301 yes"))
    let edgeOne = try shop.text("public/edgeone.json")
    #expect(edgeOne.contains(#""source":"/shop/old/a/","destination":"/shop/products/test/""#))
    #expect(edgeOne.contains(#""source":"/shop/assets/*""#))
    #expect(!shop.has("public/CNAME"))
  }

  @Test func `compressed copies are sent where the build writes them`() throws {
    let shop = try shop("[nginx, caddy]")
    _ = try shop.build()
    #expect(try !shop.text("public/_nginx.conf").contains("gzip_static"))
    try shop.write(try shop.text("site/site.yaml") + "\nprecompress: true\n", to: "site/site.yaml")
    _ = try shop.build()
    #expect(try shop.text("public/_nginx.conf").contains("gzip_static on;"))
    #expect(try shop.text("public/_Caddyfile").contains("precompressed gzip"))
  }

  @Test func `limits are those of the hosts that the shop has`() throws {
    let many = (0..<120).map { "/old/\($0)/" }.joined(separator: ", ")
    #expect(try shop("nginx", aliases: "[\(many)]").build().problems == [])
    let edgeOne = try shop("edgeone", aliases: "[\(many)]")
    #expect(try edgeOne.build().problems.map(\.message).count == 1)
    #expect(try edgeOne.text("public/edgeone.json").count(of: "\"statusCode\":301") == 100)
    let thousands = (0..<2001).map { "/old/\($0)/" }.joined(separator: ", ")
    #expect(try shop("[caddy, nginx]", aliases: "[\(thousands)]").build().problems == [])
    #expect(try shop("cloudflare", aliases: "[\(thousands)]").build().problems.count == 1)
  }

  @Test func `more folders than Cloudflare has rules for are a warning, and only for it`() throws {
    for (host, warnings) in [("cloudflare", 1), ("nginx", 0)] {
      let shop = try shop(host)
      for number in 0..<120 { try shop.write("x", to: "site/static/f\(number)/a.txt") }
      let report = try shop.build()
      #expect(report.problems.filter { $0.message.hasPrefix("host: ") }.count == warnings)
      let rules = try shop.text("public/_headers").count(of: "\n\n") + 1
      #expect(host == "cloudflare" ? rules == 100 : rules > 120)
    }
  }
}
