/// Modules import only what ARCHITECTURE.md's table of modules allows.
enum ImportRule {
  /// Modules of the toolchain and the system.
  static let system: Set<String> = [
    "Foundation", "FoundationEssentials", "FoundationNetworking", "Glibc", "Darwin", "Dispatch",
    "Synchronization",
  ]

  /// What each module may import besides the system; `Shop` may not even import that.
  static let allowed: [String: Set<String>] = [
    "Shop": [],
    "Text": ["Yams"],
    "Site": ["Shop", "Text", "CMarkGFM", "CProcess", "Crypto"],
    "Preview": ["Site", "Text", "Hummingbird", "Logging", "NIOCore"],
    "Storage": ["Shop", "Text", "GRDB", "Crypto"],
    "Payments": [
      "Shop", "Text", "Transport", "Crypto", "CryptoExtras", "X509", "SwiftASN1", "CZlib",
    ],
    "Mail": ["Shop", "Text", "Transport", "Mustache"],
    "Transport": ["CCurl", "CResolv"],
    "Worker": hummingbird.union([
      "Shop", "Text", "Storage", "Payments", "Mail", "Mustache", "ServiceLifecycle",
      "UnixSignals", "Logging", "CQREncode",
    ]),
    "cardstock": ["Shop", "Site", "Preview", "ArgumentParser"],
    "cardstock-worker": hummingbird.union([
      "Shop", "Text", "Storage", "Payments", "Mail", "Transport", "Worker", "ArgumentParser",
      "Crypto", "ServiceLifecycle", "UnixSignals", "Logging", "CProcess",
    ]),
    "Bench": ["Shop", "Site", "Storage", "CMarkGFM", "GRDB"],
    "MockPay": hummingbird.union([
      "Crypto", "CryptoExtras", "X509", "SwiftASN1", "CZlib", "ArgumentParser", "Logging",
    ]),
  ]

  /// Hummingbird and the modules whose types its declarations use.
  private static let hummingbird: Set<String> = ["Hummingbird", "HTTPTypes", "NIOCore", "NIOPosix"]

  static func findings(in files: [SourceFile]) -> [Finding] {
    files.flatMap { file in
      file.code.enumerated().compactMap { index, line in
        guard let module = importedModule(line) else { return nil }
        let isSystem = file.module != "Shop" && system.contains(module)
        guard !isSystem, allowed[file.module]?.contains(module) != true else { return nil }
        return Finding(
          file: file.path,
          line: index + 1,
          rule: "import",
          remedy: "\(file.module) does not import \(module); move the code to the module that does"
        )
      }
    }
  }

  private static func importedModule(_ line: String) -> String? {
    var words = line.split { $0 == " " || $0 == "." }.map(String.init)
    while let first = words.first,
      first.hasPrefix("@") || ["package", "internal", "private"].contains(first)
    {
      words.removeFirst()
    }
    guard words.first == "import" else { return nil }
    let kinds: Set<String> = ["struct", "class", "enum", "func", "protocol", "var", "typealias"]
    return words.dropFirst().first { !kinds.contains($0) }
  }
}
