import Shop
import Testing

@testable import Worker

@Suite(.timeLimit(.minutes(20)))
struct BodyMemoryTests {
  private func network(_ number: Int) -> IPNetwork? {
    IPAddress("100.64.\(number).1").map(IPNetwork.init(ofBuyer:))
  }

  @Test func `small bodies need no room, long ones share it, a network has its part`() {
    let room = BodyMemory(most: 10 << 20, mostPerNetwork: 2 << 20)
    for _ in 0..<10_000 { #expect(room.grow(from: 0, to: 64 << 10, of: network(1))) }
    let long = 1 << 20
    let taken = (0..<1_000).count { _ in room.grow(from: 0, to: long, of: network(1)) }
    #expect(taken == 2)
    #expect(room.grow(from: 0, to: long, of: network(2)))
    let others = (3..<200).count { room.grow(from: 0, to: long, of: network($0)) }
    #expect(others == 7)
    #expect(!room.grow(from: 0, to: long, of: nil))
    room.giveBack(long, of: network(1))
    #expect(room.grow(from: 64 << 10, to: long, of: nil))
  }

  @Test func `a body that grows piece by piece gives back what it took`() {
    let room = BodyMemory(most: 1 << 20, mostPerNetwork: 1 << 20)
    for _ in 0..<100 {
      var length = 0
      while length < 1 << 20 {
        #expect(room.grow(from: length, to: length + 8_192, of: network(1)))
        length += 8_192
      }
      room.giveBack(length, of: network(1))
    }
    #expect(room.grow(from: 0, to: (1 << 20) + BodyMemory.smallBytes, of: network(1)))
    #expect(!room.grow(from: 0, to: BodyMemory.smallBytes + 1, of: network(2)))
  }
}
