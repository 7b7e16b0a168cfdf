"""Blocked buyers, held orders and unpaid checkouts, by commands at a running worker.
"""

import json
import urllib.parse

from .events import post_event, session_event
from .forms import fetch
from .letters import count
from .stand import Stand
from .steps import Steps, expect, expect_equal, wait_until

CHEAT = "cheat@buyer900.example"
MINUTES_OF_A_DAY = 24 * 60
MAIL_SECONDS = 60


def order(stand: Stand, product: dict, email: str, address: str):
    """Sends the form of a product page; returns the answer."""
    fields = {"sku": product["sku"], "quantity": "1", "email": email, "locale": "en",
              "provider": "stripe"}
    return fetch(stand.worker + "/checkout", fields, {"X-Forwarded-For": address})


def reference(answer) -> str:
    """The reference of the checkout that an answer leads to."""
    expect_equal(answer.status, 303, f"POST /checkout ({answer.words()[:200]})")
    return urllib.parse.urlsplit(answer.leads_to).path.split("/")[2]


def pay(stand: Stand, product: dict, number: int, checkout: str) -> None:
    body = session_event(number, product, checkout)
    expect_equal(post_event(stand.worker_port, body, stand.webhook_secret), 200, "the webhook")


def shown(stand: Stand, checkout: str) -> dict:
    return json.loads(stand.command("orders", "show", checkout, "--format", "json"))["order"]


def check_blocks(stand: Stand, steps: Steps, product: dict) -> None:
    """Blocked: no checkout, money is held, a release sends the codes."""
    with steps.step("a blocked buyer is told so, and their money is held until it is released"):
        before = reference(order(stand, product, CHEAT, "100.64.1.7"))
        stand.command("block", "add", CHEAT, "--reason", "three disputes")
        stand.command("block", "add", "100.64.2.9", "--reason", "a script")
        blocks = json.loads(stand.command("block", "list", "--format", "json"))["blocks"]
        expect_equal([each["kind"] for each in blocks], ["network", "email"], "blocks")
        expect(CHEAT not in json.dumps(blocks), "the list shows a whole address")
        again = "Ch.eat+x@BUYER900.example".replace(".eat", "eat")
        for email, address in [(again, "100.64.3.1"), ("b@buyer901.example", "100.64.2.200")]:
            refused = order(stand, product, email, address)
            expect_equal(refused.status, 403, f"an order by {address}")
            expect("block" not in refused.words().lower(), "the page tells the reason")
        letters = count(stand.mail)
        pay(stand, product, 900, before)
        held = json.loads(stand.command("orders", "held", "--format", "json"))
        expect(before in json.dumps(held), f"held: {json.dumps(held)[:300]}")
        expect_equal(count(stand.mail), letters, "letters while it is held")
        stand.command("orders", "release", before, "--yes")
        wait_until(lambda: count(stand.mail) > letters, MAIL_SECONDS, "no letter after release")
    with steps.step("whoever is no longer blocked buys again"):
        stand.command("block", "remove", CHEAT)
        stand.command("block", "remove", "100.64.2.9")
        reference(order(stand, product, CHEAT, "100.64.2.9"))
        stand.command("block", "remove", CHEAT, allowed=(1,))


def check_holds(stand: Stand, steps: Steps, product: dict) -> None:
    with steps.step("an order that a person holds goes out when it is released"):
        checkout = reference(order(stand, product, "b@buyer910.example", "100.64.5.1"))
        letters = count(stand.mail)
        pay(stand, product, 910, checkout)
        wait_until(lambda: count(stand.mail) > letters, MAIL_SECONDS, "no letter")
        stand.command("orders", "hold", checkout, "--reason", "the buyer called")
        expect_equal(shown(stand, checkout)["hold"], "person", "why it waits")
        stand.command("orders", "hold", checkout, "--reason", "again", allowed=(1,))
        stand.command("orders", "resend", checkout, allowed=(1,))
        stand.command("orders", "release", checkout, "--yes")
        stand.command("orders", "resend", checkout)


def check_purge(stand: Stand, steps: Steps, product: dict) -> None:
    """Unpaid checkouts are deleted after `keep_unpaid`; paid ones stay."""

    def listed(*words: str) -> list[str]:
        answer = json.loads(stand.command(
            "checkouts", "list", "--limit", "1000", *words, "--format", "json"))
        return [each["reference"] for each in answer["checkouts"]]

    with steps.step("checkouts that nobody paid are deleted when their time is over") as note:
        unpaid = [reference(order(stand, product, f"b@buyer{number}.example", f"100.65.{number}.1"))
                  for number in range(920 % 256, 925 % 256)]
        kept = listed("--state", "paid")
        stand.stop_worker()
        text = stand.settings.read_text()
        stand.settings.write_text(text + "keep_unpaid: 2d\n")
        stand.start_worker_later(minutes=60 * 3)
        wait_until(lambda: set(unpaid) <= set(listed("--state", "expired")), 60, "not expired")
        stand.stop_worker()
        stand.start_worker_later(minutes=60 * 3 + 2 * MINUTES_OF_A_DAY - 10)
        expect(set(unpaid) <= set(listed()), "deleted before their time")
        stand.stop_worker()
        stand.start_worker_later(minutes=60 * 4 + 2 * MINUTES_OF_A_DAY)
        wait_until(lambda: not set(unpaid) & set(listed()), 30, "still there")
        stand.command("checkouts", "show", unpaid[0], allowed=(1,))
        expect_equal(listed("--state", "paid"), kept, "what was paid")
        left = listed()
        note(f"{len(unpaid)} and others gone, {len(kept)} paid ones kept, {len(left)} in all")
        stand.command("ledger", "verify")
