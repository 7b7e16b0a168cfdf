"""WeChat Pay: wechatpayv3 is the shop, and the judge of everything that is sent to it."""

import json
import shutil

import wechatpayv3
from wechatpayv3 import WeChatPay, WeChatPayType

from judges.mock import Mock
from rig.steps import Steps, expect, expect_equal

REFERENCE = "W1B2C3D4E5F6G7H8J9K0"


def client(mock: Mock, by_public_key: bool) -> WeChatPay:
    """A shop in either of the two modes, at the mock's address."""
    folder = mock.folder / "wechat-certificates"
    folder.mkdir(exist_ok=True)
    shutil.copy(mock.keys / "wechatpay-platform.pem", folder / "platform.pem")
    public = {
        "public_key": mock.secret("wechatpay-public.pem"),
        "public_key_id": mock.merchant["wechatpay.public_key_id"]}
    made = WeChatPay(
        wechatpay_type=WeChatPayType.NATIVE,
        mchid=mock.merchant["wechatpay.mchid"],
        private_key=mock.secret("wechatpay-merchant.pem"),
        cert_serial_no=mock.merchant["wechatpay.merchant_serial"],
        appid=mock.merchant["wechatpay.appid"],
        apiv3_key=mock.secret("wechatpay-apiv3.key"),
        notify_url=mock.shop + "/webhooks/wechatpay",
        **(public if by_public_key else {"cert_dir": str(folder)}))
    made._core._gate_way = mock.url
    return made


def believed(mock: Mock, words: str) -> dict | None:
    """The next webhook, by the client of the mode that its serial number asks for."""
    came = mock.receiver.take(words)
    expect_equal(came.path, "/webhooks/wechatpay", "the path")
    by_key = came.headers["Wechatpay-Serial"].startswith("PUB_KEY_ID_")
    return client(mock, by_key).callback(came.headers, came.body)


def orders(steps: Steps, mock: Mock) -> str:
    with steps.step(f"WeChat Pay: wechatpayv3 {wechatpayv3.__version__} orders and asks, "
                    "by public key and by certificate"):
        amount = {"total": 4850, "currency": "CNY"}
        for by_key in (True, False):
            shop = client(mock, by_key)
            code, text = shop.pay(
                description="Card 50", out_trade_no=f"{REFERENCE}{int(by_key)}", amount=amount)
            expect_equal(code, 200, f"the order's status, {text}")
            code, text = shop.query(out_trade_no=f"{REFERENCE}{int(by_key)}")
            expect_equal((code, json.loads(text)["trade_state"]), (200, "NOTPAY"), "the order")
        sale = json.loads(shop.pay(
            description="Card 50", out_trade_no=REFERENCE, amount=amount)[1])["code_url"]
        shop._core._update_certificates()
        expect(len(shop._core._certificates) >= 1, "/v3/certificates opens with the APIv3 key")
    with steps.step("WeChat Pay: it accepts and opens the webhooks, by either key"):
        sale = sale.rpartition("pr=")[2]
        mock.press(sale, "pay")
        mock.press(sale, "pay")
        for _ in range(2):
            event = believed(mock, "the payment")
            expect(event is not None, "the webhook is believed")
            expect_equal((event["event_type"], event["resource"]["out_trade_no"],
                          event["resource"]["amount"]["total"]),
                         ("TRANSACTION.SUCCESS", REFERENCE, 4850), "the payment")
    return event["resource"]["transaction_id"]


def refunds(steps: Steps, mock: Mock, transaction: str) -> None:
    with steps.step("WeChat Pay: a refund, asked for and told of"):
        shop = client(mock, True)
        number = "R" + REFERENCE
        code, text = shop.refund(
            number, {"refund": 100, "total": 4850, "currency": "CNY"},
            transaction_id=transaction, notify_url=mock.shop + "/webhooks/wechatpay")
        expect_equal(code, 200, f"the refund's status, {text}")
        event = believed(mock, "the refund")
        expect_equal((event["event_type"], event["resource"]["out_refund_no"],
                      event["resource"]["amount"]["refund"]),
                     ("REFUND.SUCCESS", number, 100), "the refund")
        code, text = shop.query_refund(number)
        expect_equal((code, json.loads(text)["status"]), (200, "SUCCESS"), "the refund's query")


def falsehoods(steps: Steps, mock: Mock) -> None:
    with steps.step("WeChat Pay: it refuses every falsehood"):
        for how in ("signature", "body", "stranger", "probe"):
            shop = client(mock, True)
            number = f"{REFERENCE[:16]}{how[:4].upper()}"
            code, text = shop.pay(
                description="Card 50", out_trade_no=number,
                amount={"total": 4850, "currency": "CNY"})
            mock.tamper("wechatpay", how)
            mock.press(json.loads(text)["code_url"].rpartition("pr=")[2], "pay")
            expect(not believed(mock, how), f"{how}: the webhook must not be believed")


def judge(steps: Steps, mock: Mock) -> None:
    transaction = orders(steps, mock)
    refunds(steps, mock, transaction)
    falsehoods(steps, mock)
