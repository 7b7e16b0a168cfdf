import Hummingbird
import NIOCore
import Shop

/// Why a request's body was not read to its end.
enum BodyProblem: Error {
  case tooLarge
  /// Other long bodies take all the memory there is for them.
  case noRoom
  /// Its framing is ambiguous or invalid.
  case malformed
  /// The sender went away or took too long; nobody is left to answer.
  case cutOff
}

/// Reads a request's body within a size and an absolute deadline.
///
/// The idle timeout begins anew with each byte, so that alone it never ends a slow sender; the
/// deadline counts from the end of the head.
struct BodyReader {
  let channel: any Channel
  let limits: ServerLimits
  let room: BodyMemory
  let network: IPNetwork?

  /// Reads the whole body; the caller gives its memory back to `room`.
  func read(_ request: Request, limit: Int) async throws(BodyProblem) -> [UInt8] {
    let channel = channel
    let deadline = channel.eventLoop.scheduleTask(in: .seconds(limits.bodySeconds)) {
      channel.close(promise: nil)
    }
    defer { deadline.cancel() }
    var bytes: [UInt8] = []
    var isWhole = false
    defer { if !isWhole { room.giveBack(bytes.count, of: network) } }
    do {
      for try await part in request.body {
        guard bytes.count + part.readableBytes <= limit else { throw BodyProblem.tooLarge }
        let length = bytes.count + part.readableBytes
        guard room.grow(from: bytes.count, to: length, of: network) else {
          throw BodyProblem.noRoom
        }
        bytes += part.readableBytesView
      }
    } catch let problem as BodyProblem {
      throw problem
    } catch {
      throw .malformed
    }
    // A connection that closes early ends the sequence as if the body were complete.
    let declared = request.headers[.contentLength].flatMap { Int($0) }
    guard channel.isActive, declared ?? bytes.count == bytes.count else { throw .cutOff }
    isWhole = true
    return bytes
  }
}
