/// What is never meant for everybody, and would be published from `site/static`.
enum SecretFile {
  /// Whether a file of that name is a key, a password, a database, a backup or a list of codes.
  static func isNamed(_ name: String) -> Bool {
    var folded = name.lowercased()
    for packing in [".gz", ".zip", ".bz2", ".xz", ".zst", ".7z", ".rar"]
    where folded.hasSuffix(packing) {
      folded.removeLast(packing.count)
      if folded.contains("backup") { return true }
      break
    }
    let stem = folded.prefix { $0 != "." }
    let ending = folded.dropFirst(stem.count)
    return stem.hasPrefix("id_rsa") || stem.hasPrefix("id_ed25519") || folded.hasPrefix(".env")
      || [".htpasswd", ".npmrc", ".netrc", ".pgpass", "worker.yaml"].contains(folded)
      || endings.contains { folded.hasSuffix($0) }
      || lists.contains(String(stem)) && tables.contains(String(ending))
  }

  private static let endings = [
    ".key", ".pem", ".p12", ".pfx", ".jks", ".kdbx", ".sqlite", ".sqlite3", ".db", ".sqlite-wal",
    ".db-wal", ".sql", ".env", ".dump",
  ]
  private static let lists = ["codes", "card-codes", "card_codes", "pins", "vouchers", "卡密", "卡号"]
  private static let tables = [".txt", ".csv", ".tsv"]

  /// What the beginning of a file shows it to be, whatever its name; nil for anything else.
  static func found(in bytes: [UInt8]) -> String? {
    if bytes.starts(with: "SQLite format 3\0".utf8) { return "a database" }
    let text = String(decoding: bytes, as: UTF8.self)
    if text.contains("-----BEGIN "),
      text.contains("PRIVATE KEY-----") || text.contains("PRIVATE KEY BLOCK-----")
    {
      return "a private key"
    }
    let secrets = ["sk_live_", "rk_live_", "whsec_", "AGE-SECRET-KEY-1", "PuTTY-User-Key-File-"]
    return secrets.contains(where: text.contains) ? "a secret key" : nil
  }

  /// So many bytes are looked at.
  static let reach = 64 << 10
}
