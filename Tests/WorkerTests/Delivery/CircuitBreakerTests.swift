import Shop
import Testing
import Worker

@Suite(.timeLimit(.minutes(20))) struct CircuitBreakerTests {
  @Test func `rests for a minute after the relay refused us`() {
    let breaker = CircuitBreaker()
    let start = Timestamp(seconds: 1_795_000_000)
    #expect(breaker.pause(at: start) == nil)
    breaker.open(at: start)
    #expect(breaker.pause(at: start.advanced(seconds: 59)) == start.advanced(seconds: 60))
    #expect(breaker.pause(at: start.advanced(seconds: 60)) == nil)
  }

  @Test func `a clock that is set back stops no mail`() {
    let breaker = CircuitBreaker()
    breaker.open(at: Sample.now.advanced(seconds: 1_000_000))
    #expect(breaker.pause(at: Sample.now) == nil)
  }
}
