import Foundation
import cardstock_mockpay

/// Keys made once for all tests, in memory.
enum SampleKeys {
  private static let made = Result {
    let files = try KeyFiles.make(at: Date(timeIntervalSince1970: 1_795_000_000))
    return (files, try Keys(files))
  }

  static func files() throws -> KeyFiles { try made.get().0 }

  static func mock(timeScale: Int64 = 1) throws -> MockState {
    let place = Place(
      origin: "http://127.0.0.1:4242",
      worker: "http://127.0.0.1:8090",
      timeScale: timeScale
    )
    return MockState(keys: try made.get().1, place: place, openedAt: 1_795_000_000)
  }
}
