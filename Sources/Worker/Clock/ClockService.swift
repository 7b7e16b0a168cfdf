import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle

/// Looks at the clock every few seconds, so that a jump is told while nothing else goes on, and
/// leaves what it followed for the next run.
struct ClockService: Service {
  static let secondsBetweenLooks: Int64 = 5

  let clock: SteadyClock
  let path: String
  let logger: Logger

  func run() async throws {
    let wakeUp = WakeUp()
    let looking = MultiThreadedEventLoopGroup.singleton.any().scheduleRepeatedTask(
      initialDelay: .seconds(0),
      delay: .seconds(Self.secondsBetweenLooks)
    ) { _ in wakeUp.ring() }
    defer { looking.cancel() }
    await withGracefulShutdownHandler {
      for await _ in wakeUp.rings { look() }
    } onGracefulShutdown: {
      wakeUp.silence()
    }
    look()
  }

  private func look() {
    if !ClockAnchorFile.write(clock.anchor, to: path) {
      logger.warning("\(path): cannot be written; a jump of the clock may go unseen at a restart")
    }
  }
}
