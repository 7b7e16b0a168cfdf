import ArgumentParser
import CProcess
import Foundation

/// Where the settings are: the same two options on every command.
struct SettingsOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("The settings file.", valueName: "file"))
  var config = "worker-config/worker.yaml"

  @Option(help: ArgumentHelp("The state folder, in place of the settings' own.", valueName: "dir"))
  var stateFolder: String?

  /// The settings, or an exit after every fault was shown.
  func load() throws -> Settings {
    Self.closeMemory()
    let environment = ProcessInfo.processInfo.environment
    switch Settings.load(config, state: stateFolder, environment: environment) {
    case .loaded(let settings): return settings
    case .faulty(let faults):
      for fault in faults { Terminal.problem("\(fault)") }
      Terminal.next("correct the settings, then run `cardstock-worker check --config \(config)`")
      throw ExitCode(1)
    }
  }
}

extension SettingsOptions {
  /// Before the first secret is read: no core dump of it, and no look into this process.
  static func closeMemory() {
    if cprocess_close_memory() != 0 {
      Terminal.note("warning: core dumps cannot be turned off: \(String(cString: strerror(errno)))")
    }
  }
}

/// How a listing is written.
enum ListingFormat: String, ExpressibleByArgument, CaseIterable {
  case table
  case json
}

/// The option of every listing.
struct ListingOptions: ParsableArguments {
  @Option(name: .long, help: "table for people, json for programs.")
  var format = ListingFormat.table
}
