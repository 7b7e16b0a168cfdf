"""WeChat Pay: wechatpayv3 and pywechatpay are shops, and check everything that is sent to them.

The two share no code: the one signs with `cryptography`, the other with pycryptodome.
"""

import importlib.metadata
import json
import shutil
import urllib.parse

import wechatpayv3
from pywechatpay.core import WechatPay as PeerPay
from pywechatpay.exceptions import WechatPayException
from wechatpayv3 import WeChatPay, WeChatPayType

from judges.mock import Mock
from rig.forms import fetch
from rig.steps import Failed, Steps, expect, expect_equal

REFERENCE = "W1B2C3D4E5F6G7H8J9K0"
PEER = importlib.metadata.version("pywechatpay")


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
    """The next webhook, verified by the client of the mode that its serial number tells."""
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


def abnormal(steps: Steps, mock: Mock, transaction: str) -> None:
    with steps.step("WeChat Pay: an abnormal refund is ended by hand, as its API has it"):
        shop = client(mock, True)
        number = "A" + REFERENCE
        mock.tamper("wechatpay", "refund")
        amount = {"refund": 100, "total": 4850, "currency": "CNY"}
        code, text = shop.refund(number, amount, transaction_id=transaction,
                                 notify_url=mock.shop + "/webhooks/wechatpay")
        expect_equal(code, 200, f"the refund's status, {text}")
        event = believed(mock, "the refund that fails")
        expect_equal((event["event_type"], event["resource"]["refund_status"]),
                     ("REFUND.ABNORMAL", "ABNORMAL"), "the news")
        refund = event["resource"]["refund_id"]
        code, text = shop.abnormal_refund(refund, number, "USER_BANK_CARD")
        expect_equal((code, json.loads(text)["code"]), (400, "PARAM_ERROR"), "without a card")
        code, text = shop.abnormal_refund(refund, number, "MERCHANT_BANK_CARD")
        expect_equal((code, json.loads(text)["status"]), (200, "PROCESSING"), f"by hand, {text}")
        event = believed(mock, "the refund that is given after all")
        expect_equal((event["event_type"], event["resource"]["refund_id"]),
                     ("REFUND.SUCCESS", refund), "the news")
        code, text = shop.abnormal_refund(refund, number, "MERCHANT_BANK_CARD")
        expect_equal(code, 400, "once more, when it is not abnormal")


def peer(mock: Mock) -> PeerPay:
    made = PeerPay(
        mock.merchant["wechatpay.mchid"], mock.merchant["wechatpay.merchant_serial"],
        mock.secret("wechatpay-merchant.pem"), mock.secret("wechatpay-platform.pem"),
        mock.shop + "/webhooks/wechatpay", mock.secret("wechatpay-apiv3.key"),
        offi_appid=mock.merchant["wechatpay.appid"])
    made._gateway = mock.url
    return made


def peer_agrees(steps: Steps, mock: Mock) -> None:
    shop = peer(mock)
    number = "P" + REFERENCE[1:]
    with steps.step(f"WeChat Pay: pywechatpay {PEER} orders, asks, and disbelieves another key"):
        # JSAPI, since the library's call for H5 lacks a required argument.
        call = shop.pay_transactions_jsapi("Card 50", number, 4850, buyer(mock))
        found = shop.pay_transactions_out_trade_no(number)
        expect_equal((found["trade_state"], found["amount"]["total"]), ("NOTPAY", 4850), "the order")
        wrong = peer(mock)
        wrong._wechat_public_key = wrong._mch_private_key.publickey()
        try:
            wrong.pay_transactions_out_trade_no(number)
            raise Failed("it believed an answer that another key signed")
        except WechatPayException:
            pass
    with steps.step("WeChat Pay: its signature opens the bridge; it believes and opens the webhook"):
        # Pages call the bridge with `appId`; this library writes `appid`.
        for sign, word in (("AAAA", "fail"), (call["paySign"], "ok")):
            fields = {**call, "appId": call["appid"], "paySign": sign}
            said = fetch(f"{mock.url}/_mock/bridge?action=pay", fields).text.strip()
            expect_equal(said, f"get_brand_wcpay_request:{word}", "the bridge's word")
        came = mock.receiver.take("the payment")
        if came.headers["Wechatpay-Serial"].startswith("PUB_KEY_ID_"):
            shop._wechat_public_key_string = mock.secret("wechatpay-public.pem")
            shop._load_key()
        body = came.body.decode()
        signed = [came.headers[f"Wechatpay-{name}"] for name in ("Timestamp", "Nonce", "Signature")]
        expect(shop.verify(signed[0], signed[1], body, signed[2]), "the webhook is believed")
        expect(not shop.verify(signed[0], signed[1], body + " ", signed[2]), "a changed one is not")
        sealed = json.loads(body)["resource"]
        trade = shop.decrypt_response(
            sealed["nonce"], sealed["ciphertext"], sealed["associated_data"])
        expect_equal((trade["out_trade_no"], trade["amount"]["total"]), (number, 4850), "the trade")


def buyer(mock: Mock) -> str:
    """A buyer's openid, as WeChat tells it to a page that asks."""
    asked = urllib.parse.urlencode({
        "appid": mock.merchant["wechatpay.appid"], "response_type": "code", "scope": "snsapi_base",
        "redirect_uri": mock.shop + "/back", "state": "S1"})
    back = fetch(f"{mock.url}/connect/oauth2/authorize?{asked}").leads_to or ""
    told = urllib.parse.urlencode({
        "appid": mock.merchant["wechatpay.appid"], "grant_type": "authorization_code",
        "secret": mock.secret("wechatpay-official-account.key"),
        "code": urllib.parse.parse_qs(urllib.parse.urlsplit(back).query)["code"][0]})
    return json.loads(fetch(f"{mock.url}/sns/oauth2/access_token?{told}").text)["openid"]


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
    abnormal(steps, mock, transaction)
    peer_agrees(steps, mock)
    falsehoods(steps, mock)
