/// The envelope of a Stripe event, as far as every event has it.
///
/// Members that are not named here are let be: Stripe adds some with every version of its API.
struct StripeEventDocument: Decodable {
  let id: String
  let type: String
  /// `event`; `v2.core.event` is a "thin" event without data.
  let object: String?
  let livemode: Bool?
  /// The connected account, with Stripe Connect.
  let account: String?
}

/// The object inside an event, read only when the event's type says that it concerns us.
struct StripeObjectDocument<Object: Decodable>: Decodable {
  let data: DataDocument

  struct DataDocument: Decodable {
    let object: Object
  }
}
