import Logging
import Shop
import Storage

extension PublicRoutes {
  /// `stock.json`, which the shop's pages may read from another origin.
  func stockLevels(_ incoming: IncomingRequest) async -> Reply {
    guard let question = StockQuestion(query: incoming.query) else {
      return .sentence("the request is malformed", status: 400)
    }
    let catalog = currentCatalog.catalog
    let moment = now()
    do {
      if let levels = stock.levels(of: catalog, at: moment) {
        return stockReply(try levels.body(answering: question))
      }
      let store = store
      switch await reading({ () throws(StoreError) in try store.stock() }) {
      case .success(let available)?:
        let levels = try stock.keep(available, of: catalog, at: moment)
        return stockReply(try levels.body(answering: question))
      case .failure(let error)?: logger.error("stock cannot be counted: \(error)")
      case nil: break
      }
    } catch {
      logger.error("stock levels cannot be written as JSON: \(error)")
    }
    return .unavailable(retryAfterSeconds: 30)
  }

  private func stockReply(_ body: [UInt8]) -> Reply {
    let origin = currentCatalog.catalog.document.shop.baseURL.origin
    return Reply(
      status: 200,
      type: .json,
      body: body,
      cache: .shortly,
      extra: [
        Reply.Header("Access-Control-Allow-Origin", origin),
        Reply.Header("Vary", "Origin"),
        Reply.Header("Cross-Origin-Resource-Policy", "cross-origin"),
      ]
    )
  }

  /// Answers whether the worker can work: it can read and write, and disks have room.
  ///
  /// A clock that is in doubt raises an alarm, and sales go on.
  ///
  /// The log says what is missing; the answer does not, since anybody may ask.
  func ready() async -> Reply {
    guard await readiness.fault() == nil else { return .sentence("not ready", status: 503) }
    let store = store
    switch await reading({ () throws(StoreError) in try store.nextDue() }) {
    case .success?: return .sentence("ready", status: 200)
    case .failure(let error)?:
      logger.error("not ready: \(error)")
      return .sentence("not ready", status: 503)
    case nil: return .sentence("not ready", status: 503)
    }
  }
}
