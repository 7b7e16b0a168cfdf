"""Stripe: stripe-python is the shop, and the judge of everything that is sent to it."""

import time
import urllib.parse

import stripe

from judges.mock import Mock
from rig.steps import Steps, expect, expect_equal

EVENTS = ["payment_intent.succeeded", "checkout.session.completed", "refund.created",
          "charge.refunded", "charge.dispute.created", "charge.dispute.closed"]
REFERENCE = "A1B2C3D4E5F6G7H8J9K0"
# Computed once, since a repeated idempotency key requires the same parameters.
EXPIRES = int(time.time()) + 3600


def client(mock: Mock) -> stripe.StripeClient:
    return stripe.StripeClient(
        mock.secret("stripe.key"), base_addresses={"api": mock.url})


def open_session(mock: Mock):
    """Opens a session; the same one however often it is asked."""
    return client(mock).v1.checkout.sessions.create(
        {
            "mode": "payment",
            "line_items": [{
                "quantity": 1,
                "price_data": {
                    "currency": "cny", "unit_amount": 4850, "product_data": {"name": "Card 50"}},
            }],
            "success_url": "http://127.0.0.1:1/thanks",
            "cancel_url": "http://127.0.0.1:1/",
            "client_reference_id": REFERENCE,
            "metadata": {"order_id": REFERENCE},
            "payment_intent_data": {"metadata": {"order_id": REFERENCE}},
            "expires_at": EXPIRES,
        },
        {"idempotency_key": REFERENCE})


def check_arrivals(mock: Mock) -> None:
    """Every event comes twice, each time with a signature that Stripe's library accepts."""
    secret = mock.secret("stripe-webhooks.key")
    kinds: dict[str, list[str]] = {}
    for _ in range(2 * len(EVENTS)):
        came = mock.receiver.take("an event")
        header = came.headers["Stripe-Signature"]
        event = stripe.Webhook.construct_event(came.body, header, secret)
        kinds.setdefault(event.type, []).append(event.id)
        try:
            stripe.Webhook.construct_event(came.body + b" ", header, secret)
        except stripe.SignatureVerificationError:
            continue
        expect(False, "a changed body must not pass")
    expect_equal(sorted(kinds), sorted(EVENTS), "kinds of events")
    expect(all(len(ids) == 2 and ids[0] == ids[1] for ids in kinds.values()),
           "a repeat keeps its event ID")


def judge(steps: Steps, mock: Mock) -> None:
    with steps.step(f"Stripe: stripe-python {stripe.VERSION} opens a session at the mock"):
        session = open_session(mock)
        expect_equal(session.id, open_session(mock).id, "the session of a repeated key")
        expect(urllib.parse.urlparse(session.url).path.startswith("/pay/"), "a pay page")
    with steps.step("Stripe: it pays back and asks for the balance"):
        mock.receiver.refuses_first = True
        mock.press(session.id, "pay")
        api = client(mock).v1
        payment = api.checkout.sessions.retrieve(session.id).payment_intent
        refund = api.refunds.create({"payment_intent": payment, "amount": 100})
        expect_equal((refund.amount, refund.status), (100, "succeeded"), "the refund")
        for action in ("dispute", "lost"):
            mock.press(session.id, action, {"payment": payment})
        rows = api.balance_transactions.list().data
        expect_equal(sorted(row.amount for row in rows), [-4850, -100, 4850], "the balance")
    with steps.step("Stripe: it accepts what the mock sends, retries too"):
        check_arrivals(mock)
        mock.receiver.refuses_first = False
    with steps.step("Stripe: it refuses every falsehood"):
        for how in ("signature", "body", "stale"):
            mock.tamper("stripe", how)
            mock.press(session.id, "refund", {"payment": payment, "amount": "1"})
            believed = 0
            # The refund and the charge; one of the two is false.
            for _ in range(2):
                came = mock.receiver.take(how)
                try:
                    stripe.Webhook.construct_event(
                        came.body, came.headers["Stripe-Signature"],
                        mock.secret("stripe-webhooks.key"))
                except stripe.SignatureVerificationError:
                    continue
                believed += 1
            expect_equal(believed, 1, f"{how}: events that are believed")
