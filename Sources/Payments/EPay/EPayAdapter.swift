import Foundation
package import Shop

/// Aggregators of the kind called EPay (易支付): the first interface signs with MD5 over a key that
/// both sides hold, the second with RSA.
///
/// The first's signature is weak and its answers are not signed at all, and they hold the shop's
/// money until they pass it on. So the section must say that a person understood this, and no
/// notification is believed: the aggregator is asked over TLS first.
package struct EPayAdapter: PaymentAdapter {
  /// Whose messages it reads.
  package static let provider = Provider.epay
  /// A notification is a GET whose query is signed, or a form with the same fields.
  ///
  /// An address of the second interface holds the moment of the click. The first one gives nothing
  /// back, and says the same to a wrong key.
  package static let facts = ProviderFacts(
    givesBack: false,
    statementReadySeconds: nil,
    webhookMethods: ["GET", "POST"],
    longestWebhook: 64 << 10,
    renewsSteps: true,
    checksKeyOfQuestions: false,
    unproven: [
      "that the aggregator pays out what it collected",
      "that it does not tell its key to anybody",
    ]
  )
  /// There is no sandbox.
  package var takesRealMoney: Bool { !gateway.isMock }
  /// The shop's number there.
  let pid: String
  let dialect: EPayDialect
  /// `alipay`, `wxpay`, …: where buyers go without choosing; nil leaves it to the aggregator.
  let type: String?
  /// Whether the aggregator lets the shop give money back by itself.
  package let givesBack: Bool
  let gateway: ProviderAddress

  /// Anything but these seven letters brings the notification again.
  package var answers: WebhookAnswers {
    WebhookAnswers(
      success: WebhookAnswer(status: 200, text: "success"),
      refusal: WebhookAnswer(status: 400, text: "failure")
    )
  }
}

/// What a rehearsal asks.
extension EPayAdapter {
  /// Where its API is.
  package var apiAddress: ProviderAddress? { gateway }

  /// The keys and certificates that it goes by; never a key itself.
  package var credentials: [Credential] { [Credential("key of shop \(pid)")] }
}

extension EPayAdapter {
  /// A signed notification of a state that no payment has, in the query as EPay sends its own.
  ///
  /// Both sides hold the key of the first interface, so that it must be believed, and it is of no
  /// consequence. In the second the aggregator alone can sign.
  package func probe(_ call: Call) -> WebhookProbe {
    guard case .v1 = dialect else { return .unsigned }
    let fields = [
      FormField("pid", pid), FormField("trade_no", "probe_\(call.nonce())"),
      FormField("trade_status", "CARDSTOCK_PROBE"),
    ]
    do {
      let signed = try dialect.signed(fields, at: call.now)
      return WebhookProbe(query: signed.map { "\($0.name)=\($0.value)" }.joined(separator: "&"))
    } catch {
      return .unsigned
    }
  }
}
