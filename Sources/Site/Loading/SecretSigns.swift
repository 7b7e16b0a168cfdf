import Shop

/// Recognises files that must never be published.
enum SecretSigns {
  /// Whether a file of that name is a key, a password, a database, a backup or a list of codes.
  static func areInName(_ name: String) -> Bool {
    var folded = name.lowercased()
    if ordinary.contains(folded) { return false }
    // Endings of copies and archives are removed first.
    var isPacked = false
    while let added = addition(to: folded) {
      folded.removeLast(added.count)
      isPacked = isPacked || packings.contains(String(added))
    }
    let start = folded.hasPrefix(".") ? folded.index(after: folded.startIndex) : folded.startIndex
    let stem = String(folded[..<(folded[start...].firstIndex(of: ".") ?? folded.endIndex)])
    let words = plainWords(of: stem)
    let ending = String(folded.dropFirst(stem.count))
    if isPacked, packed.contains(words) || folded.contains("backup") || folded.contains("备份") {
      return true
    }
    return stem.hasPrefix("id_rsa") || stem.hasPrefix("id_ed25519") || stem.hasPrefix(".env")
      || wholeNames.contains(folded)
      || endings.contains { key in disguises.contains { folded.hasSuffix(key + $0) } }
      || settings.contains(ending)
        && (secrets.contains(words) || secretParts.contains { words.contains($0) })
      || tables.contains(ending) && lists.contains(words)
  }

  /// What copying or packing a file added to its name, as in `vault.key 2`; nil for nothing.
  private static func addition(to name: String) -> Substring? {
    if let added = (packings + copies).first(where: { name.hasSuffix($0) }),
      added.count < name.count
    {
      return name.suffix(added.count)
    }
    let text = name.hasSuffix(")") ? name.dropLast() : name[...]
    let marked = text.dropLast(text.reversed().prefix { $0.isNumber }.count)
    let plain = marked.dropLast(marked.reversed().prefix { " .(_-".contains($0) }.count)
    guard 1...4 ~= text.count - marked.count, plain.count < marked.count, !plain.isEmpty else {
      return nil
    }
    return name.dropFirst(plain.count)
  }

  /// A stem's words between hyphens, without numbers and marks of copies: `codes_old 2` is `codes`.
  private static func plainWords(of stem: String) -> String {
    stem.split { !$0.isLetter && !$0.isNumber }
      .map { String($0.dropLast($0.reversed().prefix { $0.isNumber }.count)) }
      .filter { !$0.isEmpty && !marksOfCopies.contains($0) }
      .joined(separator: "-")
  }

  private static let packings = [
    ".gz", ".zip", ".bz2", ".xz", ".zst", ".7z", ".rar", ".tar", ".tgz",
  ]
  private static let copies = [
    ".bak", ".old", ".orig", ".tmp", ".save", ".swp", ".copy", "~", " copy", "副本", "备份", " -", " ",
  ]
  private static let marksOfCopies: Set<String> = [
    "copy", "bak", "backup", "old", "orig", "new", "tmp", "final", "副本", "备份", "旧", "新",
  ]
  private static let wholeNames = [
    ".htpasswd", ".npmrc", ".netrc", "wallet.dat", ".pgpass", ".my.cnf", "worker.yml",
  ]
  private static let endings = [
    ".key", ".pem", ".p12", ".pfx", ".p8", ".jks", ".keystore", ".ppk", ".pvk", ".kdbx", ".kdb",
    ".gpg", ".pgp", ".age", ".sqlite", ".sqlite3", ".db", ".sqlite-wal", ".db-wal", ".sqlite-shm",
    ".sqlite3-wal", ".sqlite3-shm", ".sqlite3-journal",
    ".sqlite-journal", ".db-journal", ".swp", ".swo", ".sql", ".env", ".dump", "worker.yaml",
  ]
  /// What is added to a key's name so that it can be sent.
  private static let disguises = ["", ".txt", ".dat", ".bin"]
  private static let secrets: Set<String> = [
    "secrets", "secret", "credentials", "credential", "vault", "passwords", "password", "passwd",
    "private", "keys", "token", "tokens", "env", "密码", "密钥", "秘钥", "口令", "worker-config",
  ]
  private static let secretParts = [
    "private-key", "privatekey", "secret-key", "secretkey", "api-key", "apikey", "access-token",
    "apiclient-key", "vault-key", "service-account", "serviceaccount", "client-secret",
    "adminsdk", "私钥",
  ]
  private static let settings: Set<String> = [
    "", ".yaml", ".yml", ".json", ".toml", ".ini", ".txt", ".md", ".csv", ".conf", ".cfg", ".dat",
    ".bin",
  ]
  private static let lists: Set<String> = [
    "codes", "card-codes", "pins", "vouchers", "orders", "卡密", "卡号", "卡密清单", "卡密列表", "订单",
  ]
  /// Names that design tokens, keys of a keyboard and codes of errors have too, so that what stands
  /// in the file decides.
  private static let ordinary: Set<String> = [
    "tokens.json", "tokens.yaml", "tokens.yml", "keys.json", "keys.yaml", "keys.yml", "codes.json",
    "codes.yaml", "codes.yml",
  ]
  private static let tables: Set<String> = ["", ".txt", ".csv", ".tsv", ".json", ".yaml", ".yml"]
  /// What nobody packs for readers.
  private static let packed: Set<String> = [
    "site", "content", "shop", "worker", "worker-config", "state", "vault", "codes", "orders",
    "www", "htdocs", "db", "database", "网站", "店铺", "卡密", "订单",
  ]

  /// What secret a file is by its beginning, whatever its name; nil for none.
  static func found(in bytes: [UInt8], named name: String) -> String? {
    if bytes.starts(with: "SQLite format 3\0".utf8) { return "a database" }
    if isArchive(bytes), insides.contains(where: { bytes[...].hasBytes(Array($0.utf8)) }) {
      return "the worker's files"
    }
    if bytes.count <= longestKey, isBareKey(bytes, named: name) { return "a key" }
    if ordinary.contains(name.split(separator: "/").last?.lowercased() ?? ""),
      isListOfSecrets(bytes)
    {
      return "keys or codes"
    }
    let text = String(decoding: bytes, as: UTF8.self)
    if text.contains("-----BEGIN "),
      text.contains("PRIVATE KEY-----") || text.contains("PRIVATE KEY BLOCK-----")
    {
      return "a private key"
    }
    // PKCS #8 and PKCS #1 in base64 without PEM's first and last lines, as consoles show keys.
    if ["MIIEv", "MIIEpA", "MIIEow", "MIICdw", "MIICXQ"].contains(where: { text.hasPrefix($0) }),
      text.utf8.count < 8_192
    {
      return "a private key"
    }
    let secrets = [
      "sk_live_", "rk_live_", "whsec_", "AGE-SECRET-KEY-1", "PuTTY-User-Key-File-",
      "\"private_key\"",
    ]
    return secrets.contains(where: text.contains) ? "a secret key" : nil
  }

  private static func isArchive(_ bytes: [UInt8]) -> Bool {
    bytes.starts(with: [0x50, 0x4B, 3, 4])
      || bytes.count > 262 && bytes[257..<262].elementsEqual("ustar".utf8)
  }

  private static let insides = ["vault.key", "vault.sqlite", "worker.yaml"]

  /// Whether a small file holds the vault's key alone or behind a name for it.
  ///
  /// The key is 64 hexadecimal digits. So are proofs for search engines, in a file that is named by
  /// them.
  private static func isBareKey(_ bytes: [UInt8], named name: String) -> Bool {
    // Windows may have saved it in UTF-16.
    let plain = bytes.filter { $0 != 0 && $0 < 0x80 }
    guard !name.hasPrefix(".well-known/") else { return false }
    let words = plain.split { !($0 > 0x40 || 48...57 ~= $0) || $0 == 0x60 }
    let digits = words.filter { word in
      word.count == 64
        && word.allSatisfy { 48...57 ~= $0 || 65...70 ~= $0 || 97...102 ~= $0 }
    }
    guard let key = digits.first, digits.count == 1,
      !name.lowercased().hasBytes(of: String(decoding: key, as: UTF8.self).lowercased())
    else { return false }
    // `NAME.zip.sha256` and the like hold sums.
    let sums = [".sha256", ".sha256sum", ".sums", "sums.txt", "sum.txt"]
    guard !sums.contains(where: name.lowercased().hasSuffix) else { return false }
    let text = String(decoding: plain, as: UTF8.self).lowercased()
    return words.count == 1 || text.contains(/key[a-z0-9_"'\- ]*[:=]/)
  }

  /// Whether a text has names of secrets, or words as long and mixed as keys and codes are.
  private static func isListOfSecrets(_ bytes: [UInt8]) -> Bool {
    let text = String(decoding: bytes, as: UTF8.self)
    if text.contains(/secret|passw|(?:access|refresh|auth|api)[_\-]?(?:token|key)/.ignoresCase()) {
      return true
    }
    // Neither colors, fractions nor dates.
    return text.matches(of: /[#.]?[A-Za-z0-9\-]+/).contains { match in
      let word = match.output
      let letters = word.filter { $0.isLetter || $0.isNumber }
      guard letters.count >= 8, !word.hasPrefix("#"), !word.contains(/^\d{4}-\d\d-\d\d/),
        !word.hasPrefix(".") || word.contains(where: \.isLetter)
      else { return false }
      return letters.count(where: \.isNumber) >= 4
        || letters.count >= 20 && letters.contains(where: \.isNumber)
    }
  }

  /// The largest file that may be a bare key.
  private static let longestKey = 512
  /// How many bytes of a file are examined.
  static let reach = 64 << 10

  /// Whether a file with that ending may be a text with codes; fonts, films and archives are none.
  static func mayHoldCodes(ending: String) -> Bool { !otherKinds.contains(ending) }

  private static let otherKinds: Set<String> = [
    "css", "map", "pdf", "woff", "woff2", "ttf", "otf", "eot", "wasm", "mp3", "mp4", "webm", "ogg",
    "wav", "zip", "gz", "7z", "rar", "svg", "png", "jpg", "jpeg", "gif", "webp", "avif", "ico",
  ]
}
