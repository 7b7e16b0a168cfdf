import NIOCore

/// Stands next to the socket: lets a connection in, and ends it when its client does not take what
/// is written to it.
///
/// The idle timeout does not run while an answer is on its way; without this deadline a client that
/// never reads would hold its answer, and its place, for ever.
final class ConnectionWatch: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let table: ConnectionTable
  private let answerSeconds: Int64
  /// When each piece was written that the socket has not taken whole, oldest first.
  private var unwritten: [NIODeadline] = []
  private var check: Scheduled<Void>?
  /// The end of the first line, until the line is whole; nil from then on.
  private var firstLine: [UInt8]? = []

  init(table: ConnectionTable, answerSeconds: Int64) {
    self.table = table
    self.answerSeconds = answerSeconds
  }

  func channelActive(context: ChannelHandlerContext) {
    context.fireChannelActive()
    if !table.admits(context.channel) { context.close(promise: nil) }
  }

  func channelInactive(context: ChannelHandlerContext) {
    check?.cancel()
    table.forget(context.channel)
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    if firstLine != nil { readVersion(unwrapInboundIn(data), context) }
    context.fireChannelRead(data)
  }

  /// The version of the first request: what is passed on no longer knows it.
  private func readVersion(_ buffer: ByteBuffer, _ context: ChannelHandlerContext) {
    for byte in buffer.readableBytesView {
      switch byte {
      case UInt8(ascii: "\r"): continue
      case UInt8(ascii: "\n"):
        // Empty lines may stand before a request.
        guard firstLine?.isEmpty == false else { continue }
        if firstLine?.suffix(9) == Array(" HTTP/1.0".utf8)[...] {
          table.noteLegacy(context.channel)
        }
        firstLine = nil
        return
      default: firstLine = (firstLine ?? []).suffix(8) + [byte]
      }
    }
  }

  func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
    let taken = promise ?? context.eventLoop.makePromise(of: Void.self)
    unwritten.append(.now())
    taken.futureResult.assumeIsolated().whenComplete { _ in
      if !self.unwritten.isEmpty { self.unwritten.removeFirst() }
    }
    context.write(data, promise: taken)
    if check == nil { scheduleCheck(context, in: .seconds(answerSeconds)) }
  }

  private func scheduleCheck(_ context: ChannelHandlerContext, in time: TimeAmount) {
    check = context.eventLoop.assumeIsolated().scheduleTask(in: time) {
      self.check = nil
      guard let oldest = self.unwritten.first else { return }
      let left = oldest + .seconds(self.answerSeconds) - .now()
      if left <= .nanoseconds(0) {
        context.close(promise: nil)
      } else {
        self.scheduleCheck(context, in: left)
      }
    }
  }
}

/// Puts the watch in front of everything else: Hummingbird adds handlers behind its own decoder.
final class ConnectionWatchInstaller: ChannelInboundHandler, RemovableChannelHandler {
  typealias InboundIn = NIOAny

  private let table: ConnectionTable
  private let answerSeconds: Int64

  init(table: ConnectionTable, answerSeconds: Int64) {
    self.table = table
    self.answerSeconds = answerSeconds
  }

  func handlerAdded(context: ChannelHandlerContext) {
    let watch = ConnectionWatch(table: table, answerSeconds: answerSeconds)
    do {
      try context.pipeline.syncOperations.addHandler(watch, position: .first)
    } catch {
      context.close(promise: nil)
    }
  }
}
