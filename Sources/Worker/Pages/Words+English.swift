import Shop

extension Words {
  static let english = Words(
    language: .english,
    backToShop: "Back to the shop",
    help: "Need help? Write to",
    orderTitle: "Your order",
    order: "Order",
    product: "Product",
    faceValue: "Face value",
    quantity: "Quantity",
    quantityTaken: { "\($0), of which \($1) refunded and no longer provided" },
    total: "Total",
    email: "Email",
    paid: "Paid",
    stateReady: "Paid. Your codes are ready.",
    stateDelivered: "Paid. Your codes have been handed over.",
    stateWaiting: "Paid, and waiting for stock. Codes go out by themselves, first paid first "
      + "served, and we will email you.",
    unitsWaiting: { numbers in
      "Card \(numbers.map(String.init).joined(separator: ", ")): the code was withdrawn, and "
        + "another will be mailed to you as soon as it is in stock."
    },
    stateChecked: "Paid, and being checked by a person. Your codes will be emailed as soon as "
      + "that is done; there is nothing for you to do.",
    stateRefunded: "This payment was refunded. The codes are no longer available.",
    stateRevoked: "This payment is disputed. The codes are no longer available.",
    stateCancelled: "You have cancelled this order. No codes will be sent, and all of your money "
      + "goes back the way it was paid; we will email you when it has.",
    queuePlace: {
      "You are number \($0) in line. Until your codes are here you can cancel at any time, and all "
        + "of your money goes back."
    },
    showCodes: "Show codes",
    showCodesHint: "Open them where nobody looks over your shoulder. Codes that were shown count "
      + "as delivered.",
    yourCodes: "Your codes",
    unit: { "Card \($0) of \($1)" },
    code: "Code",
    pin: "PIN",
    number: "Card number",
    validUntil: "Valid until",
    copy: "Copy",
    copied: "Copied",
    copyByHand: "Selected: copy by hand",
    howToRedeem: "How to redeem",
    keepSafe: "A code is as good as cash. Do not forward it, not even to someone who says they "
      + "are from support.",
    resendLink: "Lost the link? Send it again",
    lookupTitle: "Find your order",
    lookupText: "Enter the address you ordered with. We will send the link to your order there.",
    lookupSend: "Send the link",
    lookupDoneTitle: "Check your mail",
    lookupDone: "If there are orders for this address, the links are on their way. We send them at "
      + "most three times a day.",
    checkoutTitle: "Confirm your purchase",
    checkoutText: "Please correct the following, then go on to payment.",
    pay: "Continue to payment",
    price: "Price",
    emailHint: "The codes go here.",
    emailHintLink: "A link to your codes goes here.",
    quantityTotal: { "\($0) · " + $1.joined(separator: " or ") },
    faultsTitle: "Something needs correcting",
    faultEmail: "Enter a complete email address, such as name@example.com.",
    faultQuantity: { "Enter a whole number from 1 to \($0)." },
    faultProvider: "That way of paying is not available. Please use another one.",
    goneTitle: "No longer for sale",
    goneText: "This product is not sold at the moment. You have not been charged.",
    pausedTitle: "No new orders at the moment",
    pausedText:
      "The shop takes no new orders at the moment. You have not been charged; orders that "
      + "are paid for are dealt with as ever.",
    noWayTitle: "Cannot be bought right now",
    noWayText: "There is no way to pay for this product in this quantity at the moment. You have "
      + "not been charged; orders that are paid for are dealt with as ever.",
    closedTitle: "Payment is not available right now",
    closedText: "The payment service does not answer. You have not been charged; please try again "
      + "in a few minutes.",
    wrongFormTitle: "Please order from the shop's pages",
    wrongFormText: "This request was not sent by a page of this shop. You have not been charged.",
    noOrderTitle: "This link is not valid, or no longer valid",
    noOrderText: "A link to an order may have expired, been replaced by a newer one, been ended by "
      + "the shop, or not been copied whole. With the address you ordered with you can have a new "
      + "one sent.",
    laterTitle: "Please try again in a moment",
    laterText: "The system is busy. Reload this page in a little while."
  )
}
