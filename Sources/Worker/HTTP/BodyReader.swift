import Hummingbird
import NIOCore
import Shop

/// Why a request's body was not read to its end.
enum BodyProblem: Error {
  case tooLarge
  /// Others' long bodies are on their way in.
  case noRoom
  /// Its framing could be read in two ways, or not at all.
  case malformed
  /// The sender went away or took too long; nobody is left to answer.
  case cutOff
}

/// Reads a request's body within a size and an absolute deadline.
///
/// The idle timeout alone would let a sender live for ever on one byte now and then, because it
/// begins anew with each of them; the deadline counts from the head.
struct BodyReader {
  let channel: any Channel
  let limits: ServerLimits
  let room: BodyMemory
  let network: IPNetwork?

  /// The whole body; its room is taken until the caller gives it back.
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
    // A connection that closed early ends the sequence as if the body were complete.
    let declared = request.headers[.contentLength].flatMap { Int($0) }
    guard channel.isActive, declared ?? bytes.count == bytes.count else { throw .cutOff }
    isWhole = true
    return bytes
  }
}
