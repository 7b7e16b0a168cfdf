import Foundation
package import Shop

/// Aggregators of the kind called EPay (易支付): the first interface signs with MD5 and a key that
/// both sides hold, the second with RSA.
///
/// The first one's signature is weak and its answers are not signed, and an aggregator holds the
/// shop's money until it passes it on. So the section must say that a person understood this, and
/// no notification is trusted: the aggregator is asked over TLS first.
package struct EPayAdapter: PaymentAdapter {
  /// The provider of this adapter.
  package static let provider = Provider.epay
  /// A notification is a GET whose query is signed, or a form with the same fields.
  ///
  /// An address of the second interface holds the moment of the click. The first one makes no
  /// refunds, and answers a wrong key as it answers a right one.
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
  /// True unless it is the mock: there is no sandbox.
  package var takesRealMoney: Bool { !gateway.isMock }
  /// The shop's number at the aggregator.
  let pid: String
  let dialect: EPayDialect
  /// The payment method that buyers are sent to: `alipay`, `wxpay`, …; nil lets them choose there.
  let type: String?
  /// Whether the aggregator lets the shop refund by API.
  package let givesBack: Bool
  let gateway: ProviderAddress

  /// Any answer but these seven letters causes a repeat of the notification.
  package var answers: WebhookAnswers {
    WebhookAnswers(
      success: WebhookAnswer(status: 200, text: "success"),
      refusal: WebhookAnswer(status: 400, text: "failure")
    )
  }
}

/// Facts for a rehearsal.
extension EPayAdapter {
  /// Where its API is.
  package var apiAddress: ProviderAddress? { gateway }

  /// The keys and certificates in use; never a key itself.
  package var credentials: [Credential] { [Credential("key of shop \(pid)")] }
}

extension EPayAdapter {
  /// A signed notification of a state that no payment has, in the query as EPay sends its own.
  ///
  /// Both sides hold the key of the first interface, so the notification must be accepted; it has
  /// no consequence. In the second only the aggregator can sign.
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
