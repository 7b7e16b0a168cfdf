// swift-tools-version: 6.2
import PackageDescription

/// The compiler at its strictest, for every Swift target.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0335-existential-any.md
  .enableUpcomingFeature("ExistentialAny"),
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0409-access-level-on-imports.md
  .enableUpcomingFeature("InternalImportsByDefault"),
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0444-member-import-visibility.md
  .enableUpcomingFeature("MemberImportVisibility"),
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0461-async-function-isolation.md
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  // https://github.com/swiftlang/swift-evolution/blob/main/proposals/0470-isolated-conformances.md
  .enableUpcomingFeature("InferIsolatedConformances"),
  .treatAllWarnings(as: .error),
]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser",
  package: "swift-argument-parser"
)
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let lifecycle = Target.Dependency.product(
  name: "ServiceLifecycle",
  package: "swift-service-lifecycle"
)
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioExtras = Target.Dependency.product(name: "NIOExtras", package: "swift-nio-extras")
let unixSignals = Target.Dependency.product(
  name: "UnixSignals",
  package: "swift-service-lifecycle"
)
let asn1 = Target.Dependency.product(name: "SwiftASN1", package: "swift-asn1")
let x509 = Target.Dependency.product(name: "X509", package: "swift-certificates")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
  name: "Cardstock",
  platforms: [.macOS(.v15)],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-asn1", exact: "1.7.4"),
    .package(url: "https://github.com/apple/swift-certificates", exact: "1.21.1"),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    // Hummingbird reads HTTP by it.
    .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(
      url: "https://github.com/hummingbird-project/hummingbird",
      exact: "2.28.1",
      traits: []
    ),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
  ],
  targets: [
    .target(name: "Shop", swiftSettings: strict),
    .target(name: "Text", dependencies: [yams], swiftSettings: strict),
    .target(
      name: "Site",
      dependencies: ["Shop", "Text", "CMarkGFM", "CProcess", crypto],
      // The theme is part of the program: one file to install.
      resources: [
        .embedInCode("Theme/Scripts"),
        .embedInCode("Theme/Templates"),
        .embedInCode("Theme/Words/en.yaml"),
        .embedInCode("Theme/Words/zh-CN.yaml"),
        .embedInCode("Theme/Words/zh-TW.yaml"),
        .embedInCode("Search/pinyin.txt"),
      ],
      swiftSettings: strict
    ),
    .target(
      name: "Preview",
      dependencies: ["Site", "Text", hummingbird, logging, nioCore],
      swiftSettings: strict
    ),
    .target(
      name: "Storage",
      dependencies: ["Shop", "Text", grdb, crypto],
      swiftSettings: strict
    ),
    .target(name: "Transport", dependencies: ["CCurl", "CResolv"], swiftSettings: strict),
    .target(
      name: "Payments",
      dependencies: ["Shop", "Text", "Transport", "CZlib", crypto, cryptoExtras, x509, asn1],
      swiftSettings: strict
    ),
    .target(
      name: "Mail",
      dependencies: ["Shop", "Text", "Transport", mustache],
      resources: [.embedInCode("Templates")],
      swiftSettings: strict
    ),
    .target(
      name: "Worker",
      dependencies: [
        "Shop", "Text", "Storage", "Payments", "Mail", "CQREncode", hummingbird, httpTypes,
        lifecycle, logging, mustache, nioCore, nioExtras, nioPosix, unixSignals,
      ],
      resources: [.embedInCode("Pages/Scripts"), .embedInCode("Pages/Templates")],
      swiftSettings: strict
    ),
    .executableTarget(
      name: "cardstock",
      dependencies: ["Shop", "Site", "Preview", argumentParser],
      swiftSettings: strict
    ),
    .executableTarget(
      name: "cardstock-worker",
      dependencies: [
        "Shop", "Text", "Storage", "Payments", "Mail", "Transport", "Worker", "CProcess",
        argumentParser, crypto, lifecycle, logging,
      ],
      swiftSettings: strict
    ),
    .systemLibrary(name: "CMarkGFM", pkgConfig: "libcmark-gfm"),
    .systemLibrary(name: "CQREncode", pkgConfig: "libqrencode"),
    .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
    .target(name: "CProcess"),
    .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
    .target(name: "CResolv", linkerSettings: [.linkedLibrary("resolv")]),
    // What does not ship.
    .executableTarget(
      name: "cardstock-mockpay",
      dependencies: [hummingbird, crypto, cryptoExtras, x509, asn1, "CZlib", argumentParser],
      path: "Tests/MockPay",
      swiftSettings: strict
    ),
    .executableTarget(
      name: "bench",
      dependencies: ["Shop", "Site", "Storage", "CMarkGFM", grdb],
      path: "Tests/Bench",
      swiftSettings: strict
    ),
    .testTarget(name: "PreviewTests", dependencies: ["Preview"], swiftSettings: strict),
    .testTarget(name: "ShopTests", dependencies: ["Shop"], swiftSettings: strict),
    .testTarget(name: "TextTests", dependencies: ["Text"], swiftSettings: strict),
    .testTarget(
      name: "SiteTests",
      dependencies: ["Shop", "Text", "Site", "TestServers", crypto],
      exclude: ["Theme/Golden", "Broken", "Search/vectors.json"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "StorageTests",
      dependencies: ["Shop", "Storage", "TestServers", grdb],
      swiftSettings: strict
    ),
    .testTarget(
      name: "SimulationTests",
      dependencies: ["Shop", "Storage", grdb],
      swiftSettings: strict
    ),
    .target(
      name: "TestServers",
      dependencies: ["CProcess"],
      path: "Tests/TestServers",
      exclude: ["certificates.py", "dns_server.py", "http_server.py", "smtp_server.py"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "TransportTests",
      dependencies: ["Transport", "TestServers"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "PaymentsTests",
      dependencies: ["Shop", "Payments", "TestServers", crypto, cryptoExtras, x509, asn1],
      swiftSettings: strict
    ),
    .testTarget(
      name: "MailTests",
      dependencies: ["Shop", "Mail", "Transport", "TestServers"],
      exclude: ["Golden"],
      swiftSettings: strict
    ),
    .testTarget(
      name: "WorkerTests",
      dependencies: [
        "Shop", "Storage", "Payments", "Mail", "Transport", "Worker", "cardstock-worker",
        "TestServers", cryptoExtras, hummingbird, httpTypes, lifecycle, logging, nioPosix,
      ],
      resources: [.copy("Vectors")],
      swiftSettings: strict
    ),
    .testTarget(
      name: "MockPayTests",
      dependencies: ["cardstock-mockpay", crypto, cryptoExtras, x509, asn1],
      swiftSettings: strict
    ),
    .testTarget(name: "TidyTests", swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)
