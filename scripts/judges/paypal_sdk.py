"""PayPal: its own library, paypal-server-sdk, is the shop.

It does not sign or verify webhooks, which `paypal` checks by `cryptography`.
"""

import importlib.metadata
import json

from paypalserversdk.api_helper import APIHelper
from paypalserversdk.configuration import Configuration, Environment, Server
from paypalserversdk.exceptions.error_exception import ErrorException
from paypalserversdk.http.auth.o_auth_2 import ClientCredentialsAuthCredentials
from paypalserversdk.models.order_request import OrderRequest
from paypalserversdk.paypal_serversdk_client import PaypalServersdkClient

from judges.mock import Mock
from judges.paypal import Shop
from rig.steps import Failed, Steps, expect, expect_equal

VERSION = importlib.metadata.version("paypal-server-sdk")
REFERENCE = "Q1B2C3D4E5F6G7H8J9K0"


def read_again(order: dict) -> dict:
    """An order as the library writes it after reading it, without fields that it does not know.

    Defaults that it adds are left out.
    """
    return shared(json.loads(APIHelper.json_serialize(OrderRequest.from_dictionary(order))), order)


def shared(found, wanted):
    """The part of `found` that has the shape of `wanted`."""
    if isinstance(found, dict) and isinstance(wanted, dict):
        return {name: shared(value, wanted[name]) for name, value in found.items()
                if name in wanted}
    if isinstance(found, list) and isinstance(wanted, list):
        return [shared(*pair) for pair in zip(found, wanted)]
    return found


def client(mock: Mock) -> PaypalServersdkClient:
    """A shop at the mock's address."""
    Configuration.environments[Environment.SANDBOX][Server.DEFAULT] = mock.url
    return PaypalServersdkClient(
        client_credentials_auth_credentials=ClientCredentialsAuthCredentials(
            o_auth_client_id=mock.merchant["paypal.client_id"],
            o_auth_client_secret=mock.secret("paypal-client.key")),
        environment=Environment.SANDBOX)


def refusal(work) -> str:
    """The issue with which a call is refused."""
    try:
        work()
    except ErrorException as error:
        return error.details[0].issue
    raise Failed("expected a refusal")


def judge(steps: Steps, mock: Mock) -> None:
    shop, events = client(mock), Shop(mock)

    def create(reference: str, name: str = "Card 50"):
        body = events.order(reference)
        body["purchase_units"][0]["description"] = name
        return shop.orders.create_order({
            "body": OrderRequest.from_dictionary(body), "paypal_request_id": reference,
            "prefer": "return=representation"}).body

    def capture(order: str, name: str):
        return shop.orders.capture_order({
            "id": order, "paypal_request_id": name, "prefer": "return=representation"}).body

    with steps.step(f"PayPal: paypal-server-sdk {VERSION} opens an order; a card is declined"):
        order = create(REFERENCE)
        expect_equal((order.status, create(REFERENCE).id), ("PAYER_ACTION_REQUIRED", order.id),
                     "the order, and the same again")
        mock.press(order.id, "declined")
        events.take("CHECKOUT.ORDER.APPROVED")
        first = refusal(lambda: capture(order.id, "C1"))
        expect_equal(first, "INSTRUMENT_DECLINED", "the first card")
    with steps.step("PayPal: another card is taken under another request ID alone"):
        mock.press(order.id, "pay")
        events.take("CHECKOUT.ORDER.APPROVED")
        again = refusal(lambda: capture(order.id, "C1"))
        expect_equal(again, "INSTRUMENT_DECLINED", "the same request ID")
        done = capture(order.id, "C2")
        money = done.purchase_units[0].payments.captures[0]
        expect_equal((done.status, money.status, money.amount.value),
                     ("COMPLETED", "COMPLETED", "48.50"), "the second card")
        events.take("PAYMENT.CAPTURE.COMPLETED")
        found = shop.payments.get_captured_payment({"capture_id": money.id}).body
        expect_equal((found.id, found.custom_id), (money.id, REFERENCE), "the capture")
    with steps.step("PayPal: it reads refunds, and what the mock refuses"):
        back = shop.payments.refund_captured_payment({
            "capture_id": money.id, "paypal_request_id": "B1",
            "prefer": "return=representation"}).body
        expect_equal((back.status, back.amount.value), ("COMPLETED", "48.50"), "the refund")
        events.take("PAYMENT.CAPTURE.REFUNDED")
        expect_equal(refusal(lambda: create(REFERENCE + "L", "n" * 128)), "INVALID_STRING_LENGTH",
                     "a name of 128")
        other = refusal(lambda: create(REFERENCE, "Another"))
        expect(other == "DUPLICATE_REQUEST_ID", f"another body under a used ID: {other}")
