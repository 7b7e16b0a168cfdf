/// A refusal in the form of Stripe's API.
struct ErrorDocument: Encodable {
  struct Body: Encodable {
    let type: String
    let message: String
    let param: String?
    let code: String?
  }

  let error: Body
}
