import Foundation

/// How many files and connections the process may have open.
package enum DescriptorLimit {
  /// More than any worker needs: each costs the kernel memory where it is counted in advance.
  private static let most: UInt = 65_536

  /// Raises the limit as far as the system lets us; returns what it is then.
  package static func raise() -> Int {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return 1_024 }
    let wanted = max(limit.rlim_cur, min(limit.rlim_max, most))
    var raised = rlimit(rlim_cur: wanted, rlim_max: limit.rlim_max)
    if setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &raised) == 0 {
      return Int(clamping: wanted)
    }
    return Int(clamping: limit.rlim_cur)
  }
}
