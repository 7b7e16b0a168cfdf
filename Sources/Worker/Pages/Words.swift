package import Shop

/// Everything that the worker's pages say, in one language.
///
/// A missing word does not compile.
package struct Words: Sendable {
  let language: Language
  let backToShop: String
  let help: String

  let orderTitle: String
  let order: String
  let product: String
  let faceValue: String
  let quantity: String
  let quantityTaken: @Sendable (Int, Int) -> String
  let total: String
  let email: String
  let paid: String

  let stateReady: String
  let stateDelivered: String
  let stateWaiting: String
  /// Of units whose code was no good and that wait for another, by number.
  let unitsWaiting: @Sendable ([Int]) -> String
  let stateChecked: String
  let stateRefunded: String
  let stateRevoked: String

  let showCodes: String
  let showCodesHint: String
  let yourCodes: String
  let unit: @Sendable (Int, Int) -> String
  let code: String
  let pin: String
  let validUntil: String
  let copy: String
  let copied: String
  let copyByHand: String
  let howToRedeem: String
  let keepSafe: String
  let resendLink: String

  let lookupTitle: String
  let lookupText: String
  let lookupSend: String
  let lookupDoneTitle: String
  let lookupDone: String

  let checkoutTitle: String
  let checkoutText: String
  let pay: String
  let price: String
  let emailHint: String
  let quantityHint: @Sendable (Int) -> String
  let faultsTitle: String
  let faultEmail: String
  let faultQuantity: @Sendable (Int) -> String
  let faultProvider: String

  let goneTitle: String
  let goneText: String
  let closedTitle: String
  let closedText: String
  let wrongFormTitle: String
  let wrongFormText: String
  let noOrderTitle: String
  let noOrderText: String
  let laterTitle: String
  let laterText: String

  /// The words of that language.
  package static func of(_ language: Language) -> Words {
    switch language {
    case .chinese: .chinese
    case .english: .english
    }
  }
}
