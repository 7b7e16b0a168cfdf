import Payments
import Shop

extension Settings {
  /// What of these settings a running worker that started with `others` takes up by a restart only:
  /// everything but its log level, its mail and its providers' sections.
  package func needingRestart(since others: Settings) -> [String] {
    // A section's own name has no value; what stands in it is named.
    Set(written.keys).union(others.written.keys)
      .filter { (written[$0] ?? []) != (others.written[$0] ?? []) && !Self.isReloaded($0) }
      .sorted()
  }

  /// For people who ask what a signal does.
  static let reloadNote = """
    SIGHUP has a running worker take up its catalog, the providers' keys, mail and log_level; \
    everything else, and a provider's section that comes or goes, needs a restart
    """

  private static func isReloaded(_ name: String) -> Bool {
    let section = name.split(separator: ".").first.map(String.init) ?? name
    return section == "log_level" || section == "mail"
      || AdapterTable.all.contains { $0.provider.rawValue == section }
  }
}
