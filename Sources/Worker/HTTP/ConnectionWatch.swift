import NIOCore

/// Stands next to the socket: lets a connection in, passes on what it sends a request at a time,
/// and ends it when its client does not take what is written to it.
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
  /// What came and was not asked for yet; the socket is not read again before it is gone.
  private var held = RequestSlices()
  private var isDue = false
  /// The client's end of sending, which comes after what it sent.
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

  /// Asked for by whoever can take more: first what is here, then what the socket has.
  func read(context: ChannelHandlerContext) {
    if held.isEmpty {
      if inputEnd == nil { context.read() }
    } else if !isDue {
      isDue = true
      // Others' connections are served in between.
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
