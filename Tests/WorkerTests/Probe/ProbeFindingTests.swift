import Shop
import Testing
import Transport
import Worker
import cardstock_worker

@Suite(.timeLimit(.minutes(20))) struct ProbeFindingTests {
  private func finding(
    _ response: Result<HTTPResponse, TransportError>,
    seen: ProbeWord? = nil,
    isSigned: Bool = true,
    isWorkerRunning: Bool = true
  ) -> ProbeFinding {
    ProbeFinding(
      ProbeFinding.Evidence(
        provider: "stripe",
        url: "https://pay.shop.example/webhooks/stripe",
        response: response,
        seen: seen,
        isSigned: isSigned,
        isWorkerRunning: isWorkerRunning
      )
    )
  }

  private func answer(
    _ status: Int,
    _ text: String = "",
    isWorkers: Bool = false
  ) -> Result<HTTPResponse, TransportError> {
    let headers = isWorkers ? [(name: "X-Robots-Tag", value: "noindex, nofollow")] : []
    return .success(HTTPResponse(status: status, headers: headers, body: Array(text.utf8)))
  }

  @Test func `says where the way ends`() {
    let stages: [(ProbeFinding, ProbeFinding.Stage)] = [
      (finding(.failure(.unreachable("no such host"))), .connection),
      (finding(.failure(.timedOut("after 5 s"))), .connection),
      (finding(.failure(.untrusted("expired"))), .tls),
      (finding(answer(502)), .proxy),
      (finding(answer(200, "hello")), .proxy),
      (finding(answer(502), isWorkerRunning: false), .proxy),
      (finding(answer(421, "this host is not served here\n", isWorkers: true)), .host),
      (finding(answer(400, isWorkers: true)), .worker),
      (finding(answer(404, isWorkers: true), seen: .unconfigured), .provider),
      (finding(answer(400, isWorkers: true), seen: .stale), .clock),
      (finding(answer(400, isWorkers: true), seen: .refused), .secret),
      (finding(answer(503, isWorkers: true), seen: .failed), .store),
      (finding(answer(200, isWorkers: true), seen: .settled), .good),
      (finding(answer(401, isWorkers: true), seen: .refused, isSigned: false), .good),
    ]
    for (finding, stage) in stages {
      #expect(finding.stage == stage, "\(finding.text)")
      #expect(finding.isGood || finding.text.contains("expected"))
    }
  }

  @Test func `reads how far the clock is off`() {
    let header = (name: "Date", value: "Sat, 21 Nov 2026 06:00:00 GMT")
    let response = HTTPResponse(status: 200, headers: [header], body: [])
    let moment = CivilDate("2026-11-21")?.firstMoment.advanced(seconds: 6 * 3_600 + 90)
    #expect(moment.flatMap { response.secondsAhead(at: $0) } == 90)
    let none = HTTPResponse(status: 200, headers: [], body: [])
    #expect(none.secondsAhead(at: Sample.now) == nil)
  }
}
