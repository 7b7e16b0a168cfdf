import NIOCore

/// The handler next to the socket: admits a connection, passes on one request at a time, and
/// closes it when its client does not read the answer.
///
/// The idle timeout does not run while an answer is being written; without this deadline a client
/// that never reads would keep its place for ever.
final class ConnectionWatch: ChannelDuplexHandler {
  typealias InboundIn = ByteBuffer
  typealias InboundOut = ByteBuffer
  typealias OutboundIn = ByteBuffer
  typealias OutboundOut = ByteBuffer

  private let table: ConnectionTable
  private let answerSeconds: Int64
  /// When each write began that the socket has not finished, oldest first.
  private var unwritten: [NIODeadline] = []
  private var check: Scheduled<Void>?
  /// The last bytes of the first line while it is incomplete; nil once it is complete.
  private var firstLine: [UInt8]? = []
  /// What was read and not passed on yet; the socket is not read again before it is empty.
  private var held = RequestSlices()
  private var isDue = false
  /// The event that the client has finished sending, passed on after all that it sent.
  private var inputEnd: ChannelEvent?

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
    held = RequestSlices()
    context.fireChannelInactive()
  }

  func channelRead(context: ChannelHandlerContext, data: NIOAny) {
    let bytes = unwrapInboundIn(data)
    if firstLine != nil { readVersion(bytes, context) }
    held.append(bytes)
  }

  func channelReadComplete(context: ChannelHandlerContext) {
    if !isDue { passOn(context) }
  }

  /// Passes on what is held when the next handler asks for more, and then reads the socket.
  func read(context: ChannelHandlerContext) {
    if held.isEmpty {
      if inputEnd == nil { context.read() }
    } else if !isDue {
      isDue = true
      // Other connections of the event loop are served in between.
      context.eventLoop.assumeIsolated().execute {
        self.isDue = false
        self.passOn(context)
        if context.channel.isActive { context.pipeline.syncOperations.read() }
      }
    }
  }

  func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
    guard let end = event as? ChannelEvent, end == .inputClosed else {
      return context.fireUserInboundEventTriggered(event)
    }
    inputEnd = end
    if held.isEmpty { context.fireUserInboundEventTriggered(end) }
  }

  private func passOn(_ context: ChannelHandlerContext) {
    guard context.channel.isActive else { return }
    let slice = held.next()
    if let slice { context.fireChannelRead(wrapInboundOut(slice)) }
    context.fireChannelReadComplete()
    if slice != nil, held.isEmpty, let inputEnd { context.fireUserInboundEventTriggered(inputEnd) }
  }

  /// Reads the HTTP version of the first request, which the decoder does not pass on.
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

/// Puts the watch in front of all other handlers; Hummingbird itself only adds handlers behind its
/// decoder.
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
