"""Signed Stripe events, made without any code of the worker or the mock."""

import hashlib
import hmac
import http.client
import json
import time


def paid_event(number: int, product: dict, email: str) -> bytes:
    """A paid session of a hosted payment link, which names a SKU and no checkout."""
    session = {
        "id": f"cs_test_rig{number:08}",
        "object": "checkout.session",
        "amount_subtotal": product["priceMinor"],
        "amount_total": product["priceMinor"],
        "client_reference_id": None,
        "currency": product["currency"].lower(),
        "customer_details": {"email": email},
        "livemode": False,
        "metadata": {"sku": product["sku"]},
        "mode": "payment",
        "payment_intent": f"pi_rig{number:08}",
        "payment_status": "paid",
        "status": "complete",
    }
    event = {
        "id": f"evt_rig{number:08}",
        "object": "event",
        "api_version": "2026-10-28.endive",
        "created": int(time.time()),
        "livemode": False,
        "type": "checkout.session.completed",
        "data": {"object": session},
    }
    return json.dumps(event, indent=2).encode()


def session_event(number: int, product: dict, reference: str) -> bytes:
    """The paid session of a checkout."""
    event = json.loads(paid_event(number, product, f"b@buyer{number}.example"))
    session = event["data"]["object"]
    session["id"] = f"cs_test_rush{number:08}"
    session["client_reference_id"] = reference
    session["metadata"] = {"order_id": reference, "sku": product["sku"]}
    session["payment_intent"] = f"pi_rush{number:08}"
    event["id"] = f"evt_rush{number:08}"
    return json.dumps(event, indent=2).encode()


def dispute_event(number: int, payment: str, product: dict, status: str) -> bytes:
    """A dispute of a payment, opened or closed by its status."""
    event = json.loads(paid_event(number, product, ""))
    event["id"] = f"evt_dispute{number:08}{status}"
    is_closed = status in ("won", "lost")
    event["type"] = f"charge.dispute.{'closed' if is_closed else 'created'}"
    event["data"]["object"] = {
        "id": f"dp_rig{number:08}",
        "object": "dispute",
        "amount": product["priceMinor"],
        "charge": f"ch_rig{number:08}",
        "currency": product["currency"].lower(),
        "livemode": False,
        "metadata": {},
        "payment_intent": payment,
        "reason": "fraudulent",
        "status": status,
    }
    return json.dumps(event, indent=2).encode()


def signature(body: bytes, secret: str) -> str:
    """The signature's header, for the present moment."""
    moment = int(time.time())
    code = hmac.new(secret.encode(), f"{moment}.".encode() + body, hashlib.sha256)
    return f"t={moment},v1={code.hexdigest()}"


def post_event(port: int, body: bytes, secret: str, timeout: float = 30) -> int | None:
    """Sends an event once; returns the answer's status, or None without an answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "Stripe-Signature": signature(body, secret),
    }
    try:
        connection.request("POST", "/webhooks/stripe", body, headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        connection.close()
