import Foundation
import Payments
import TestServers
import Testing

/// A server on loopback that gives one test's answers in turn; the last one repeats.
struct CannedServer {
  static let shared = Result { try PythonServer(script: "http_server.py") }

  private let name: String
  private let server: PythonServer

  /// Takes a name that no other test uses.
  init(_ name: String, _ answers: [Answer]) throws {
    self.name = name
    server = try Self.shared.get()
    let file = server.folder.appending(path: "\(name).answers.json")
    try JSONEncoder().encode(answers).write(to: file)
  }

  static func origin() throws -> String {
    "http://127.0.0.1:\(try #require(try shared.get().ports["http"]))"
  }

  /// The address at which the provider's API is called.
  func address() throws -> ProviderAddress {
    try #require(ProviderAddress("\(Self.origin())/canned/\(name)"))
  }

  /// The requests so far, in order.
  func sent() throws -> [Request] {
    var requests: [Request] = []
    while let data = try server.written("\(name).\(requests.count + 1).json") {
      var request = try JSONDecoder().decode(Request.self, from: data)
      request.path.removeFirst("/canned/\(name)".count)
      requests.append(request)
    }
    return requests
  }

  /// A status, a body and headers; with the status 0 the connection breaks.
  struct Answer: Encodable {
    let status: Int
    let body: String
    let headers: [String: String]

    init(_ status: Int, _ body: String, _ headers: [String: String] = [:]) {
      (self.status, self.body, self.headers) = (status, body, headers)
    }

    func encode(to encoder: any Encoder) throws {
      var values = encoder.unkeyedContainer()
      try values.encode(status)
      try values.encode(body)
      try values.encode(headers)
    }
  }

  struct Request: Decodable {
    let method: String
    var path: String
    let body: String
    let headers: [String: String]

    var line: String { "\(method) \(path)" }

    /// The body as JSON with its names sorted.
    func json() throws -> String {
      let object = try JSONSerialization.jsonObject(with: Data(body.utf8))
      let options: JSONSerialization.WritingOptions = [.sortedKeys, .withoutEscapingSlashes]
      return String(
        decoding: try JSONSerialization.data(withJSONObject: object, options: options),
        as: UTF8.self
      )
    }

    /// The fields of the form, or of the path's query.
    func fields() -> [String] {
      let text = body.isEmpty ? path.split(separator: "?").dropFirst().joined() : body
      return text.split(separator: "&").map { $0.removingPercentEncoding ?? "?" }
    }
  }
}
