"""EPay: PyPI has no library of any aggregator, so hashlib and `cryptography` are used."""

import base64
import hashlib
import json
import time
import urllib.parse

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    load_pem_private_key, load_pem_public_key)

from judges.mock import Mock, call
from rig.steps import Steps, expect, expect_equal


def text(fields: dict[str, str]) -> str:
    """What both interfaces sign, as 彩虹易支付's documents say."""
    return "&".join(f"{k}={v}" for k, v in sorted(fields.items())
                    if v and k not in ("sign", "sign_type"))


class Shop:
    """Signs as a shop does, and judges as it must."""

    def __init__(self, mock: Mock) -> None:
        self.mock = mock
        self.pid = mock.merchant["epay.pid"]
        self.key = mock.secret("epay.key")
        self.own = load_pem_private_key(mock.text("epay-merchant.pem").encode(), None)
        self.platform = load_pem_public_key(mock.text("epay-platform.pem").encode())

    def md5(self, fields: dict[str, str]) -> str:
        return hashlib.md5((text(fields) + self.key).encode()).hexdigest()

    def first(self, **fields: str) -> dict[str, str]:
        whole = {"pid": self.pid, **fields}
        return {**whole, "sign": self.md5(whole), "sign_type": "MD5"}

    def second(self, **fields: str) -> dict[str, str]:
        whole = {"pid": self.pid, "timestamp": str(int(time.time())), **fields}
        sign = self.own.sign(text(whole).encode(), PKCS1v15(), SHA256())
        return {**whole, "sign": base64.b64encode(sign).decode(), "sign_type": "RSA"}

    def believes(self, fields: dict[str, str]) -> bool:
        if fields.get("sign_type") == "MD5":
            return fields["sign"] == self.md5(fields)
        try:
            self.platform.verify(base64.b64decode(fields["sign"]), text(fields).encode(),
                                 PKCS1v15(), SHA256())
        except (InvalidSignature, ValueError):
            return False
        return True

    def order(self, number: str, **more: str) -> dict[str, str]:
        return {"out_trade_no": number, "name": "STEAM-50", "money": "48.50", "type": "wxpay",
                "notify_url": self.mock.shop + "/webhooks/epay", **more}

    def place(self, path: str, fields: dict[str, str]) -> str:
        """Sends the buyer to that path; returns the sale of the page that they are led to."""
        url = f"{self.mock.url}/{path}?{urllib.parse.urlencode(fields)}"
        status, _, body = call("GET", url)
        expect_equal(status, 200, "the pay page")
        sale = body.decode().partition("/pay/")[2].partition("/")[0]
        expect(sale.startswith("epay"), "a sale of EPay")
        return sale

    def ask(self, path: str, **fields: str) -> dict[str, str]:
        """A call of the second interface; its answer must be signed."""
        body = urllib.parse.urlencode(self.second(**fields)).encode()
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        answer = json.loads(call("POST", f"{self.mock.url}/{path}", body, headers)[2])
        expect(answer["code"] != "0" or self.believes(answer), "a signed answer")
        return answer

    def notice(self, words: str) -> dict[str, str]:
        """The next notice, from its query or its form; never from both."""
        came = self.mock.receiver.take(words)
        query = came.path.partition("?")[2]
        expect(bool(query) != bool(came.body), f"{words}: a query or a form")
        return dict(urllib.parse.parse_qsl(query or came.body.decode()))


def judge(steps: Steps, mock: Mock) -> None:
    shop = Shop(mock)
    with steps.step("EPay: hashlib signs for the mock's first interface, and believes its notice"):
        sale = shop.place("submit.php", shop.first(**shop.order("E1B2C3D4E5F6G7H8J9K1")))
        mock.press(sale, "pay")
        notice = shop.notice("a notice")
        expect(shop.believes(notice), "the notice's signature")
        expect_equal((notice["money"], notice["trade_status"], notice["type"]),
                     ("48.50", "TRADE_SUCCESS", "wxpay"), "the notice")
        for query in ({"key": shop.key, "pid": shop.pid}, None):
            fields = {"act": "order", "out_trade_no": "E1B2C3D4E5F6G7H8J9K1"}
            whole = {**fields, **query} if query else shop.first(**fields)
            url = f"{mock.url}/api.php?{urllib.parse.urlencode(whole)}"
            answer = json.loads(call("GET", url)[2])
            expect_equal((answer["code"], answer["status"], answer["money"]),
                         ("1", "1", "48.50"), "the answer")
    with steps.step("EPay: cryptography signs for its second interface, and believes it"):
        sale = shop.place("api/pay/submit", shop.second(**shop.order("E1B2C3D4E5F6G7H8J9K2")))
        expect_equal(shop.ask("api/pay/query", out_trade_no="E1B2C3D4E5F6G7H8J9K2")["status"], "0",
                     "an order that is open")
        mock.press(sale, "pay")
        notice = shop.notice("a notice")
        expect_equal(notice["sign_type"], "RSA", "the notice's kind")
        expect(shop.believes(notice), "the notice's signature")
        for _ in range(2):
            answer = shop.ask("api/pay/refund", trade_no=notice["trade_no"], money="10.00",
                              out_refund_no="R1B2C3D4E5F6G7H8J9K2")
            expect_equal((answer["code"], answer["money"]), ("0", "10.00"), "the refund")
        answer = shop.ask("api/pay/query", out_trade_no="E1B2C3D4E5F6G7H8J9K2")
        expect_equal(answer.get("refundmoney"), "10.00", "given back once")
    with steps.step("EPay: notices by POST carry the same form, of either interface"):
        call("POST", f"{mock.url}/_mock/notices?epay=post")
        for place, number in (("submit.php", "E1B2C3D4E5F6G7H8J9K3"),
                              ("api/pay/submit", "E1B2C3D4E5F6G7H8J9K4")):
            signed = shop.first if place == "submit.php" else shop.second
            posted = shop.place(place, signed(**shop.order(number)))
            mock.press(posted, "pay")
            notice = shop.notice("a notice by POST")
            expect(shop.believes(notice), "the notice's signature")
            expect_equal(notice["out_trade_no"], number, "the order")
        call("POST", f"{mock.url}/_mock/notices?epay=get")
    with steps.step("EPay: it believes no falsehood of the mock's"):
        for how in ("signature", "body"):
            mock.tamper("epay", how)
            mock.press(sale, "pay")
            expect(not shop.believes(shop.notice(how)), how)
        late = shop.second(out_trade_no="E1B2C3D4E5F6G7H8J9K2", timestamp="1")
        body = urllib.parse.urlencode(late).encode()
        answer = json.loads(call("POST", f"{mock.url}/api/pay/query", body,
                                 {"Content-Type": "application/x-www-form-urlencoded"})[2])
        expect_equal(answer["code"], "-1", "the answer to an old question")
