import Shop

/// How much of a limit each of many keys has used lately, in bounded memory.
///
/// A key may take `capacity` tokens at once, and regains as many evenly over `windowSeconds`. One
/// number is kept for each key: when its bucket is full again (the generic cell rate algorithm).
/// Keys are hashed with a random seed of the process, so that memory holds neither addresses nor
/// networks, and nobody can choose collisions.
///
/// **Invariant:** when the table is full, the key of the sample that has used least is forgotten,
/// so that made-up keys do not reset one that is near its limit.
struct TokenBuckets: Sendable {
  private let capacity: Int
  private let windowMicroseconds: Int64
  private let most: Int
  /// The index of each hashed key in `keys` and `fullAt`.
  private var places: [UInt64: Int] = [:]
  private var keys: [UInt64] = []
  /// When each bucket is full again, in microseconds since 1970.
  private var fullAt: [Int64] = []
  /// The index at which the next search for a key to forget begins.
  private var hand = 0

  /// How many keys are compared when one must be forgotten.
  private static let sample = 64

  init(capacity: Int, windowSeconds: Int64, most: Int = 16_384) {
    self.capacity = max(1, capacity)
    windowMicroseconds = windowSeconds * 1_000_000
    self.most = most
  }

  /// The microseconds in which one token comes back.
  private var step: Int64 { windowMicroseconds / Int64(capacity) }

  /// How many keys are remembered.
  var count: Int { keys.count }

  /// The seconds until the key may take a token, rounded up; 0 when it may now.
  func wait(_ key: some Hashable, at now: Timestamp) -> Int {
    guard let place = places[Self.hash(key)] else { return 0 }
    let moment = now.milliseconds * 1_000
    let used = min(fullAt[place] - moment, windowMicroseconds)
    let over = used - (windowMicroseconds - step)
    return over <= 0 ? 0 : Int((over + 999_999) / 1_000_000)
  }

  /// The part of its bucket that the key has used, from 0 to 1.
  func used(_ key: some Hashable, at now: Timestamp) -> Double {
    guard let place = places[Self.hash(key)] else { return 0 }
    let used = min(max(fullAt[place] - now.milliseconds * 1_000, 0), windowMicroseconds)
    return Double(used) / Double(windowMicroseconds)
  }

  /// Takes a token; to be called only when `wait` is 0.
  mutating func take(_ key: some Hashable, at now: Timestamp) {
    let hashed = Self.hash(key)
    let moment = now.milliseconds * 1_000
    let place = places[hashed] ?? newPlace(for: hashed, full: moment)
    // A clock that was set back must not lock anybody out for longer than the window.
    let used = min(max(fullAt[place] - moment, 0), windowMicroseconds)
    fullAt[place] = moment + used + step
  }

  private mutating func newPlace(for key: UInt64, full moment: Int64) -> Int {
    guard keys.count >= most else {
      keys.append(key)
      fullAt.append(moment)
      places[key] = keys.count - 1
      return keys.count - 1
    }
    let looked = (0..<min(Self.sample, most)).map { (hand + $0) % most }
    hand = (hand + looked.count) % most
    let place = looked.min { fullAt[$0] < fullAt[$1] } ?? 0
    places[keys[place]] = nil
    places[key] = place
    keys[place] = key
    fullAt[place] = moment
    return place
  }

  private static func hash(_ key: some Hashable) -> UInt64 {
    var hasher = Hasher()
    hasher.combine(key)
    return UInt64(bitPattern: Int64(hasher.finalize()))
  }
}
