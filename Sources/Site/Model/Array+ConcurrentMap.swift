import Dispatch
import Foundation
import Synchronization

extension Array where Element: Sendable {
  /// Maps all elements, in order, on all cores.
  ///
  /// The result does not depend on the number of cores. Elements are distributed in a few batches
  /// per core, so that one slow element does not hold up the others.
  func concurrentMap<Result: Sendable>(
    _ transform: @Sendable (Element) -> Result
  ) -> [Result] {
    let batchCount = Swift.min(count, ProcessInfo.processInfo.activeProcessorCount * 8)
    guard batchCount > 1 else { return map(transform) }
    let batches = Mutex<[[Result]]>(Array<[Result]>(repeating: [], count: batchCount))
    DispatchQueue.concurrentPerform(iterations: batchCount) { number in
      let range = (count * number / batchCount)..<(count * (number + 1) / batchCount)
      let results = self[range].map(transform)
      batches.withLock { $0[number] = results }
    }
    return batches.withLock { $0.flatMap { $0 } }
  }
}
