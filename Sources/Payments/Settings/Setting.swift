/// One setting of a provider's section: its name, how it is read, and what it is for.
///
/// The worker reads sections, refuses unknown names and writes its sample settings from these.
package struct Setting: Sendable {
  /// How it is read.
  package enum Kind: Sendable {
    case text
    /// A list, or one value.
    case texts
    case flag
    /// `https://…`, or the mock on loopback.
    case address
    /// From `NAME_env` or `NAME_file`; several while a new one replaces an old one.
    case secrets
    /// A private key in PEM, from `NAME_file`, mode 0600.
    case privateKey
    /// Certificates or public keys in PEM, from the files that `NAME_files` lists.
    case publicKeys
  }

  /// What applies where the file lacks the setting.
  package enum Without: Equatable, Sendable {
    /// The section is refused.
    case required
    /// This value, as the file would write it.
    case value(String)
    /// One value while `live` is true, the other while it is false.
    case byMode(live: String, test: String)
    /// No value; the words say what happens then.
    case otherwise(String)

    /// The value; nil where there is none.
    func value(isLive: Bool) -> String? {
      switch self {
      case .required, .otherwise: nil
      case .value(let text): text
      case .byMode(let live, let test): isLive ? live : test
      }
    }
  }

  /// Its name in the file, before `_env`, `_file` or `_files`.
  package let name: String
  /// How it is read.
  package let kind: Kind
  /// What applies where it is missing: read by the adapter and shown in the reference.
  package let without: Without
  /// What the sample shows: a value, a variable's name, a file.
  package let sample: String
  /// One or two sentences for the sample.
  package let help: String

  /// Without a sample of its own it shows the value that applies where it is missing.
  package init(
    _ name: String,
    _ kind: Kind,
    without: Without,
    sample: String? = nil,
    help: String
  ) {
    self.name = name
    self.kind = kind
    self.without = without
    self.sample = sample ?? without.value(isLive: true) ?? ""
    self.help = help
  }

  /// Whether the section is refused without it.
  package var isRequired: Bool { without == .required }

  /// Its names in the file.
  package var keys: [String] {
    switch kind {
    case .text, .texts, .flag, .address: [name]
    case .secrets: [name + "_env", name + "_file"]
    case .privateKey: [name + "_file"]
    case .publicKeys: [name + "_files"]
    }
  }
}

/// A wrong setting, in words for the operator.
package struct SettingFault: Error, Equatable, Sendable {
  /// The setting's name without its section, as in the file.
  package let name: String
  /// What the value should be.
  package let expected: String
  /// What the value is; never a secret.
  package let found: String
  /// What the operator does about it.
  package let remedy: String

  package init(_ name: String, expected: String, found: String, remedy: String) {
    self.name = name
    self.expected = expected
    self.found = found
    self.remedy = remedy
  }
}
