"""PayPal: its last Python library is too old for current OpenSSL, so `cryptography` is used.

The CRC-32 is zlib's.
"""

import base64
import datetime
import json
import zlib

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from judges.mock import Arrival, Mock, call
from rig.steps import Failed, Steps, expect, expect_equal

REFERENCE = "P1B2C3D4E5F6G7H8J9K0"
HOST = "messageverificationcerts.paypal.com"


class Shop:
    """Calls as a shop does, and judges as it must."""

    def __init__(self, mock: Mock) -> None:
        self.mock = mock
        pair = f"{mock.merchant['paypal.client_id']}:{mock.secret('paypal-client.key')}"
        basic = "Basic " + base64.b64encode(pair.encode()).decode()
        form = {"Content-Type": "application/x-www-form-urlencoded", "Authorization": basic}
        token = mock.url + "/v1/oauth2/token"
        status, _, body = call("POST", token, b"grant_type=client_credentials", form)
        expect_equal(status, 200, "the token's status")
        self.bearer = "Bearer " + json.loads(body)["access_token"]
        wrong = {**form, "Authorization": basic + "x"}
        expect_equal(call("POST", token, b"grant_type=client_credentials", wrong)[0], 401, "wrong")

    def ask(self, method: str, path: str, body=None, request: str | None = None,
            bearer: str | None = None):
        headers = {"Content-Type": "application/json",
                   "Authorization": bearer or self.bearer}
        if request:
            headers["PayPal-Request-Id"] = request
        data = json.dumps(body).encode() if body is not None else None
        if method == "POST" and data is None:
            data = b""
        status, _, answer = call(method, self.mock.url + path, data, headers)
        return status, json.loads(answer)

    def order(self, reference: str, value: str = "48.50") -> dict:
        shop = self.mock.shop
        return {
            "intent": "CAPTURE",
            "purchase_units": [{
                "custom_id": reference, "invoice_id": reference, "description": "Card 50",
                "amount": {"currency_code": "USD", "value": value}}],
            "payment_source": {"paypal": {"experience_context": {
                "return_url": shop + "/checkouts/R/return", "cancel_url": shop + "/checkouts/R",
                "user_action": "PAY_NOW", "shipping_preference": "NO_SHIPPING"}}}}

    def believe(self, came: Arrival) -> dict:
        """Refuses an event whose signature, chain or name is not the provider's."""
        headers = {name.lower(): value for name, value in came.headers.items()}
        status, _, pem = call("GET", headers["paypal-cert-url"])
        expect_equal(status, 200, "the certificate's status")
        chain = x509.load_pem_x509_certificates(pem)
        root = x509.load_pem_x509_certificate(self.mock.text("paypal-root.pem").encode())
        for below, above in zip(chain, [*chain[1:], root]):
            below.verify_directly_issued_by(above)
        now = datetime.datetime.now(datetime.timezone.utc)
        expect(all(each.not_valid_after_utc > now for each in chain), "the chain is valid")
        names = chain[0].extensions.get_extension_for_class(x509.SubjectAlternativeName).value
        expect(HOST in names.get_values_for_type(x509.DNSName), "the certificate's name")
        text = "|".join([
            headers["paypal-transmission-id"], headers["paypal-transmission-time"],
            self.mock.merchant["paypal.webhook_id"], str(zlib.crc32(came.body))])
        expect_equal(headers["paypal-auth-algo"], "SHA256withRSA", "the algorithm")
        chain[0].public_key().verify(
            base64.b64decode(headers["paypal-transmission-sig"]), text.encode(), PKCS1v15(),
            SHA256())
        return json.loads(came.body)

    def take(self, kind: str) -> dict:
        event = self.believe(self.mock.receiver.take(kind))
        expect_equal(event["event_type"], kind, "the event")
        return event


def orders(steps: Steps, shop: Shop) -> str:
    with steps.step("PayPal: an order is opened once, approved, captured once"):
        path = "/v2/checkout/orders"
        expect_equal(shop.ask("GET", path + "/X", bearer="Bearer x")[0], 401, "without a token")
        expect_equal(shop.ask("POST", path, shop.order(REFERENCE))[0], 400, "without a request ID")
        bad = shop.ask("POST", path, shop.order(REFERENCE, "48.505"), "bad")
        expect_equal((bad[0], bad[1]["name"]), (422, "UNPROCESSABLE_ENTITY"), "three decimals")
        _, order = shop.ask("POST", path, shop.order(REFERENCE), REFERENCE)
        _, again = shop.ask("POST", path, shop.order(REFERENCE), REFERENCE)
        expect_equal(again["id"], order["id"], "the order of the same request")
        expect_equal(order["status"], "PAYER_ACTION_REQUIRED", "the new order")
        link = next(each["href"] for each in order["links"] if each["rel"] == "payer-action")
        expect_equal(link, f"{shop.mock.url}/pay/{order['id']}", "the link")
        capture = f"{path}/{order['id']}/capture"
        status, early = shop.ask("POST", capture, None, "C" + REFERENCE)
        expect_equal((status, early["details"][0]["issue"]), (422, "ORDER_NOT_APPROVED"), "early")
        back = shop.mock.press(order["id"], "pay").leads_to
        expect(back.startswith(f"{shop.mock.shop}/checkouts/R/return?token={order['id']}&PayerID="),
               f"the way back, found {back}")
        expect_equal(shop.take("CHECKOUT.ORDER.APPROVED")["resource"]["id"], order["id"], "order")
        status, done = shop.ask("POST", capture, None, "C" + REFERENCE)
        expect_equal((status, done["status"]), (201, "COMPLETED"), "the capture")
        money = done["purchase_units"][0]["payments"]["captures"][0]
        status, again = shop.ask("POST", capture, None, "C" + REFERENCE)
        expect_equal((status, again["id"]), (201, order["id"]), "the same capture again")
        status, other = shop.ask("POST", capture, None, "D" + REFERENCE)
        expect_equal(other["details"][0]["issue"], "ORDER_ALREADY_CAPTURED", "another capture")
        event = shop.take("PAYMENT.CAPTURE.COMPLETED")["resource"]
        expect_equal((event["id"], event["custom_id"], event["amount"]["value"]),
                     (money["id"], REFERENCE, "48.50"), "the event")
    return money["id"]


def refunds(steps: Steps, shop: Shop, capture: str) -> None:
    with steps.step("PayPal: refunds, disputes and the report agree"):
        path = f"/v2/payments/captures/{capture}/refund"
        part = {"amount": {"currency_code": "USD", "value": "1.00"}}
        status, first = shop.ask("POST", path, part, "R1")
        expect_equal((status, first["status"]), (201, "COMPLETED"), "the refund")
        expect_equal(shop.ask("POST", path, part, "R1")[1]["id"], first["id"], "the same again")
        event = shop.take("PAYMENT.CAPTURE.REFUNDED")["resource"]
        expect_equal((event["id"], event["amount"]["value"]), (first["id"], "1.00"), "the event")
        more = {"amount": {"currency_code": "USD", "value": "48.00"}}
        status, refusal = shop.ask("POST", path, more, "R2")
        expect_equal(refusal["details"][0]["issue"], "REFUND_AMOUNT_EXCEEDED", "too much")
        _, whole = shop.ask("GET", f"/v2/payments/captures/{capture}")
        expect_equal(whole["status"], "PARTIALLY_REFUNDED", "the capture")
        sale = whole["supplementary_data"]["related_ids"]["order_id"]
        for action, kind in [("dispute", "CREATED"), ("lost", "RESOLVED")]:
            shop.mock.press(sale, action, {"payment": capture})
            resource = shop.take("CUSTOMER.DISPUTE." + kind)["resource"]
            expect_equal(resource["disputed_transactions"][0]["seller_transaction_id"], capture,
                         "the dispute")
        expect_equal(resource["dispute_outcome"]["outcome_code"], "RESOLVED_BUYER_FAVOUR", "end")
        today = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d")
        query = f"start_date={today}T00:00:00Z&end_date={today}T23:59:59Z&fields=transaction_info"
        status, report = shop.ask("GET", "/v1/reporting/transactions?" + query)
        rows = [each["transaction_info"] for each in report["transaction_details"]]
        found = [(row["transaction_event_code"], row["transaction_amount"]["value"],
                  row.get("fee_amount", {}).get("value")) for row in rows]
        expect_equal(found, [("T0006", "48.50", "-2.18"), ("T1107", "-1.00", None),
                             ("T1201", "-48.50", None)], "the report")


def falsehoods(steps: Steps, shop: Shop) -> None:
    with steps.step("PayPal: falsehoods are refused, and a forged body of the same CRC-32 is not"):
        for how in ("signature", "body", "stranger", "expired", "crc"):
            order = shop.ask("POST", "/v2/checkout/orders", shop.order(how), how)[1]["id"]
            shop.mock.tamper("paypal", how)
            shop.mock.press(order, "pay")
            came = shop.mock.receiver.take(how)
            try:
                event = shop.believe(came)
            except (Failed, InvalidSignature, ValueError):
                expect(how != "crc", "a forged body verifies: that is the provider's weakness")
                continue
            expect(how == "crc", f"{how}: the event must not be believed")
            value = event["resource"]["purchase_units"][0]["amount"]["value"]
            expect_equal(value, "948.50", "the amount that was never paid")


def judge(steps: Steps, mock: Mock) -> None:
    shop = Shop(mock)
    capture = orders(steps, shop)
    refunds(steps, shop, capture)
    falsehoods(steps, shop)
