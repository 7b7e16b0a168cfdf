extension Sequence<UInt8> {
  /// The bytes' FNV-1a hash of 64 bits: the same on every machine and in every run, unlike
  /// `Hasher`'s; it proves nothing and hides no secret.
  package var fnv1a: UInt64 {
    reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
  }
}
