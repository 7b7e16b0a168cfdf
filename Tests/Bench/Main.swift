import Foundation
import Shop
import Storage

/// Measures how fast paid events are settled, beside the least that SQLite could do.
///
/// `bench [ORDERS] [FOLDER]`: the folder is on the disk to be measured; one line a case.
/// `bench build [PRODUCTS] [FOLDER]` measures how long a shop takes to build, beside its Markdown.
/// `bench search CATALOG LANGUAGE FOLDER` writes a search index instead.
@main
enum Bench {
  static func main() async throws {
    let arguments = CommandLine.arguments.dropFirst()
    if arguments.first == "search" { return try Searching.run(Array(arguments.dropFirst())) }
    if arguments.first == "build" { return try Building.run(Array(arguments.dropFirst())) }
    let orders = arguments.first.flatMap { Int($0) } ?? 20_000
    let folder = arguments.dropFirst().first ?? NSTemporaryDirectory()
    let place = folder + "/cardstock-bench-\(ProcessInfo.processInfo.processIdentifier)"
    let files = FileManager.default
    let mode = [FileAttributeKey.posixPermissions: NSNumber(value: 0o700)]
    try files.createDirectory(atPath: place, withIntermediateDirectories: true, attributes: mode)
    let floor = try Floor.measure(orders: orders, perCommit: 256, path: place + "/floor.sqlite")
    print("floor   \(Int(floor)) orders/s  the bare rows, 256 a commit, nothing sealed or guarded")
    let settled = try await Settling.measure(orders: orders, folder: place + "/vault")
    print("settle  \(Int(settled)) orders/s  \(Settling.callers) callers at once")
    print("ratio   \(Int(settled / floor * 100)) %")
    try files.removeItem(atPath: place)
  }
}

extension Duration {
  /// As a number to divide by.
  var inSeconds: Double {
    Double(components.seconds) + Double(components.attoseconds) / 1e18
  }
}
