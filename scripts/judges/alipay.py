"""Alipay: python-alipay-sdk is the shop, and the judge of everything that is sent to it."""

import importlib.metadata
import os
import time
import urllib.parse

# The library writes its own time of day, and Alipay reads Beijing's.
os.environ["TZ"] = "Asia/Shanghai"
time.tzset()

from alipay import AliPay  # noqa: E402
from alipay.exceptions import AliPayValidationError  # noqa: E402

from judges.mock import Arrival, Mock  # noqa: E402
from rig.forms import fetch  # noqa: E402
from rig.steps import Failed, Steps, expect, expect_equal  # noqa: E402

REFERENCE = "A1B2C3D4E5F6G7H8J9K0"
VERSION = importlib.metadata.version("python-alipay-sdk")


def client(mock: Mock) -> AliPay:
    """A shop at the mock's address."""
    made = AliPay(
        appid=mock.merchant["alipay.app_id"],
        app_notify_url=mock.shop + "/webhooks/alipay",
        app_private_key_string=mock.text("alipay-app.pem"),
        alipay_public_key_string=mock.text("alipay-public.pem"))
    made._gateway = mock.url + "/gateway.do"
    return made


def fields(came: Arrival) -> dict[str, str]:
    expect_equal(came.path, "/webhooks/alipay", "the path")
    return dict(urllib.parse.parse_qsl(came.body.decode(), strict_parsing=True))


def believed(mock: Mock, words: str) -> dict[str, str] | None:
    """The next notification, or nothing where the library refuses it."""
    found = fields(mock.receiver.take(words))
    signature = found.pop("sign")
    return found if client(mock).verify(dict(found), signature) else None


def start(mock: Mock, number: str) -> str:
    """Opens a trade with what the library signs; returns the sale."""
    query = client(mock).api_alipay_trade_page_pay(
        "Card 50", number, "48.50", return_url=mock.shop + "/checkouts/R/return")
    page = fetch(f"{mock.url}/gateway.do?{query}")
    expect_equal(page.status, 303, f"the pay page, {page.text}")
    return page.leads_to.rpartition("/")[2]


def trades(steps: Steps, mock: Mock) -> None:
    shop = client(mock)
    with steps.step(f"Alipay: python-alipay-sdk {VERSION} opens a trade and accepts what comes"):
        sale = start(mock, REFERENCE)
        back = mock.press(sale, "pay").leads_to
        notice = believed(mock, "the notification")
        expect(notice is not None, "the notification is believed")
        expect_equal((notice["out_trade_no"], notice["total_amount"], notice["trade_status"]),
                     (REFERENCE, "48.50", "TRADE_SUCCESS"), "the notification")
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(back).query))
        signature = query.pop("sign")
        expect(shop.verify(query, signature), "the way back is signed")
    with steps.step("Alipay: it accepts the answers to questions and refunds"):
        answer = shop.api_alipay_trade_query(out_trade_no=REFERENCE)
        expect_equal((answer["code"], answer["trade_status"], answer["total_amount"]),
                     ("10000", "TRADE_SUCCESS", "48.50"), "the query")
        unknown = shop.api_alipay_trade_query(out_trade_no="Z" + REFERENCE)
        expect_equal((unknown["code"], unknown["sub_code"]),
                     ("40004", "ACQ.TRADE_NOT_EXIST"), "an unknown trade")
        answer = shop.api_alipay_trade_refund(
            "1.00", out_trade_no=REFERENCE, out_request_no="R" + REFERENCE)
        expect_equal((answer["code"], answer["refund_fee"]), ("10000", "1.00"), "the refund")
        notice = believed(mock, "the refund's notification")
        expect_equal((notice["refund_fee"], notice["out_biz_no"]), ("1.00", "R" + REFERENCE),
                     "the refund's notification")


def falsehoods(steps: Steps, mock: Mock) -> None:
    with steps.step("Alipay: it refuses every falsehood"):
        for how in ("signature", "body", "stranger"):
            sale = start(mock, f"{REFERENCE}{how}")
            mock.tamper("alipay", how)
            mock.press(sale, "pay")
            expect(not believed(mock, how), f"{how}: the notification must not be believed")
        fetch(f"{mock.url}/_mock/tamper?provider=alipay&how=answer", {})
        try:
            client(mock).api_alipay_trade_query(out_trade_no=REFERENCE)
        except AliPayValidationError:
            return
        raise Failed("a false answer must not be believed")


def judge(steps: Steps, mock: Mock) -> None:
    trades(steps, mock)
    falsehoods(steps, mock)
