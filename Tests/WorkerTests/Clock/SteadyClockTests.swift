import Foundation
import Shop
import Synchronization
import Testing
import Worker

/// A wall clock that jumps is not followed, and time goes on.
@Suite(.timeLimit(.minutes(20)))
struct SteadyClockTests {
  /// Both clocks of a machine, set by tests.
  private final class Machine: Sendable {
    private let hands = Mutex((wall: Int64(1_795_000_000_000), uptime: Int64(5_000_000)))
    let alarms = Mutex<[Int64?]>([])

    func passes(seconds: Int64) {
      hands.withLock { hands in
        hands.wall += seconds * 1_000
        hands.uptime += seconds * 1_000
      }
    }

    func jumps(seconds: Int64) { hands.withLock { $0.wall += seconds * 1_000 } }

    func reading(boot: String = "one") -> SteadyClock.Reading {
      hands.withLock { hands in
        SteadyClock.Reading(
          wall: Timestamp(milliseconds: hands.wall),
          uptime: hands.uptime,
          boot: boot
        )
      }
    }

    func clock(anchor: SteadyClock.Reading? = nil, boot: String = "one") -> SteadyClock {
      SteadyClock(
        anchor: anchor,
        alarm: { [self] seconds in alarms.withLock { $0.append(seconds) } },
        read: { [self] in reading(boot: boot) }
      )
    }

    var told: [Int64?] { alarms.withLock { $0 } }
  }

  @Test(arguments: [86_400, 315_360_000, 61, -61, -86_400, -315_360_000] as [Int64])
  func `goes on steadily over a jump, and tells of it once`(jump: Int64) {
    let machine = Machine()
    let clock = machine.clock()
    let start = clock.now()
    machine.passes(seconds: 10)
    #expect(clock.now() == start.advanced(seconds: 10))
    machine.jumps(seconds: jump)
    for second in 1...3 {
      machine.passes(seconds: 1)
      #expect(clock.now() == start.advanced(seconds: 10 + Int64(second)))
    }
    #expect(machine.told == [jump])
    #expect(clock.jumpSeconds == jump)
    #expect(clock.wall == start.advanced(seconds: 13 + jump))
  }

  @Test func `follows what time servers do`() {
    let machine = Machine()
    let clock = machine.clock()
    let start = clock.now()
    for step in [30, -30, 59, -59, 5] as [Int64] {
      machine.passes(seconds: 100)
      machine.jumps(seconds: step)
      #expect(clock.now() == machine.reading().wall)
    }
    #expect(clock.now() == start.advanced(seconds: 505) && machine.told.isEmpty)
  }

  @Test func `forgets a jump that is taken back, and follows one that is accepted`() {
    let machine = Machine()
    let clock = machine.clock()
    machine.jumps(seconds: 3600)
    _ = clock.now()
    machine.passes(seconds: 100)
    machine.jumps(seconds: -3600)
    #expect(clock.now() == machine.reading().wall && clock.jumpSeconds == nil)
    machine.jumps(seconds: 7200)
    _ = clock.now()
    #expect(clock.accept() == machine.reading().wall)
    #expect(clock.now() == machine.reading().wall && clock.jumpSeconds == nil)
    #expect(machine.told == [3600, nil, 7200, nil])
  }

  @Test func `sees a jump over a restart of the worker, and none over one of the machine`() {
    let machine = Machine()
    let anchor = machine.clock().anchor
    machine.passes(seconds: 1_000)
    machine.jumps(seconds: 315_360_000)
    #expect(machine.clock(anchor: anchor).now() == anchor.wall.advanced(seconds: 1_000))
    #expect(machine.told == [315_360_000])
    let other = machine.clock(anchor: anchor, boot: "two")
    #expect(other.now() == machine.reading().wall && other.jumpSeconds == nil)
  }

  @Test func `keeps what it followed in a file, and believes the wall clock without it`() throws {
    let folder = try TemporaryFolder()
    let path = ClockAnchorFile.path(in: folder.path)
    #expect(ClockAnchorFile.read(path) == nil)
    let anchor = Machine().clock().anchor
    #expect(ClockAnchorFile.write(anchor, to: path))
    #expect(ClockAnchorFile.read(path) == anchor)
    for text in ["", "one two three", "one 5", String(repeating: "9", count: 500)] {
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      #expect(ClockAnchorFile.read(path) == nil)
    }
  }
}
