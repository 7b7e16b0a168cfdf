import Payments
import Shop

extension Settings {
  /// Why mail may not go into a folder: somebody pays real money and would get nothing by mail.
  ///
  /// Nil when it leaves by a mail server, or no provider is live.
  package var folderMailFault: SettingsFault? {
    guard case .folder(let path) = mail.transport else { return nil }
    let live = adapters.filter(\.takesRealMoney).map { type(of: $0).provider.rawValue }
    guard !live.isEmpty else { return nil }
    return SettingsFault(
      "mail.transport",
      expected: "smtp, since \(live.joined(separator: " and ")) takes real money",
      found: "folder (\(path)), where no buyer gets it",
      remedy: "name a mail server, or run with --folder-mail-anyway"
    )
  }

  /// What is worth a word although it stands in nobody's way.
  package var folderMailWarning: String? {
    guard case .folder(let path) = mail.transport else { return nil }
    let providers = adapters.map { type(of: $0).provider }
    let isReal = folderMailFault != nil || providers.contains(.standard)
    return isReal
      ? "mail is written into \(path) and reaches nobody: its deliveries are called written" : nil
  }
}
