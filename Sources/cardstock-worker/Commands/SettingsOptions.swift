import ArgumentParser
import CProcess
import Foundation

/// The two options that locate the settings, on every command.
struct SettingsOptions: ParsableArguments {
  @Option(name: .long, help: ArgumentHelp("The settings file.", valueName: "file"))
  var config = "worker-config/worker.yaml"

  @Option(help: ArgumentHelp("The state folder, in place of the settings' own.", valueName: "dir"))
  var stateFolder: String?

  /// Loads the settings, or shows every fault and ends the program.
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
  /// Turns off core dumps and debuggers for this process, before the first secret is read.
  static func closeMemory() {
    if cprocess_close_memory() != 0 {
      Terminal.note("warning: core dumps cannot be turned off: \(String(cString: strerror(errno)))")
    }
  }
}

/// The formats of a list.
enum ListingFormat: String, ExpressibleByArgument, CaseIterable {
  case table
  case json
}

/// The option of every list.
struct ListingOptions: ParsableArguments {
  @Option(name: .long, help: "table for people, json for programs.")
  var format = ListingFormat.table
}
