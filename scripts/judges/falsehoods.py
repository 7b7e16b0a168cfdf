"""All false webhooks of the mock providers, sent to a real worker: none gives a code."""

import json

from judges.worker import checkout, is_paid, open_stand
from rig.forms import fetch
from rig.purchase import pay_page
from rig.stand import Stand
from rig.steps import Steps, expect, expect_equal, wait_until

SECONDS = 20
# Refused for their signature, its certificate or its time.
REFUSED = {
    "stripe": ["signature", "body", "stale"],
    "wechatpay": ["signature", "body", "stranger", "stale", "probe"],
    "alipay": ["signature", "body", "stranger"],
    "unionpay": ["signature", "body", "stranger", "expired"],
    "paypal": ["signature", "body", "stranger", "expired", "stale"],
}
# Validly signed, and not what was ordered: held for a person.
HELD = {
    "stripe": ["amount", "currency", "account", "order"],
    "wechatpay": ["amount", "currency", "account", "order"],
    "alipay": ["amount", "account", "order"],
    "unionpay": ["amount", "currency", "account", "order"],
    # The other facts of PayPal's webhooks are never used, since the worker asks PayPal.
    "paypal": ["order"],
}


def notices(stand: Stand) -> list[dict]:
    return json.loads(fetch(stand.mockpay + "/events").text)["events"]


def told(stand: Stand, method: str, how: str) -> tuple[str, list[dict]]:
    """Pays while the next webhook is false; returns the reference and the answers."""
    page, reference, _ = checkout(stand, method)
    before = len(notices(stand))
    answer = fetch(f"{stand.mockpay}/_mock/tamper?provider={method}&how={how}", {})
    expect_equal(answer.status, 202, f"the answer to {how}")
    form = next(each for each in pay_page(stand, page).forms() if each.action.endswith("/pay"))
    fetch(form.action, form.fields)

    def answered() -> list[dict]:
        fresh = notices(stand)[before:]
        return fresh if fresh and all(each["attempts"] for each in fresh) else []

    return reference, wait_until(answered, SECONDS, f"{method}, {how}: no webhook was sent")


def judge(steps: Steps, stand: Stand) -> None:
    with steps.step("a shop, a worker and providers that a test makes lie"):
        open_stand(stand, stand.mockpay)
    for method, ways in REFUSED.items():
        with steps.step(f"{method}: the worker refuses {', '.join(ways)}"):
            for how in ways:
                reference, sent = told(stand, method, how)
                expect(any(status >= 400 for each in sent for status in each["attempts"]),
                       f"{how}: expected a refusal, found {[each['attempts'] for each in sent]}")
                expect(not is_paid(stand, reference), f"{how}: an order was made of it")
    for method, ways in HELD.items():
        with steps.step(f"{method}: {', '.join(ways)}: believed, and no code goes out"):
            for how in ways:
                reference, sent = told(stand, method, how)
                expect(all(200 in each["attempts"] for each in sent),
                       f"{how}: expected success, found {[each['attempts'] for each in sent]}")
                expect(not is_paid(stand, reference), f"{how}: an order was made of it")
    with steps.step("paypal: a forged body of the same CRC-32 changes nothing: the worker asks"):
        reference, _ = told(stand, "paypal", "crc")
        wait_until(lambda: is_paid(stand, reference), SECONDS, "the true payment is not found")
