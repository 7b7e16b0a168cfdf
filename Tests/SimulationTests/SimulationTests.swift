import Foundation
import Testing

/// The whole vault, lived through from a seed.
///
/// `CARDSTOCK_SEED=42` runs that seed alone; `CARDSTOCK_STEPS` sets the steps of each.
@Suite(.timeLimit(.minutes(20)))
struct SimulationTests {
  private static let environment = ProcessInfo.processInfo.environment
  static let steps = environment["CARDSTOCK_STEPS"].flatMap { Int($0) } ?? 1_500
  static let seeds =
    environment["CARDSTOCK_SEED"].flatMap { UInt64($0) }.map { [$0] }
    ?? Array(1...8)

  /// Lives one seed through; what goes wrong names the command that repeats it.
  private func run(_ seed: UInt64, steps: Int) async throws -> [String] {
    let simulation = try Simulation(seed: seed)
    do {
      for _ in 0..<steps { try await simulation.advance() }
      try await simulation.settleDown()
    } catch {
      Issue.record(
        """
        seed \(seed), step \(simulation.step): \(error)
        replay: CARDSTOCK_SEED=\(seed) CARDSTOCK_STEPS=\(steps) \
        swift test --filter SimulationTests
        \(simulation.trace.suffix(12).joined(separator: "\n"))
        \(Self.life(of: error, in: simulation.trace).joined(separator: "\n"))
        """
      )
    }
    return simulation.trace
  }

  /// What happened before to the order that went wrong, if it was one.
  private static func life(of error: any Error, in trace: [String]) -> [String] {
    guard let mismatch = error as? Simulation.Mismatch else { return [] }
    let name = mismatch.what.prefix { $0.isNumber || $0.isUppercase }
    return name.count == 20 ? trace.filter { $0.contains(name) } : []
  }

  @Test(arguments: seeds)
  func `keeps every promise through repeats, disorder, faults and crashes`(
    seed: UInt64
  ) async throws {
    let trace = try await run(seed, steps: Self.steps)
    #expect(trace.count > Self.steps / 2)
  }

  @Test func `the same seed lives the same life`() async throws {
    let seed = Self.seeds[0]
    let steps = min(Self.steps, 400)
    let first = try await run(seed, steps: steps)
    #expect(try await run(seed, steps: steps) == first)
  }
}
