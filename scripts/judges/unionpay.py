"""UnionPay: it has no Python library, so only `cryptography` is used."""

import base64
import datetime
import hashlib
import io
import time
import urllib.parse
import zipfile
import zlib

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from judges.mock import Mock, call
from rig.forms import fetch
from rig.steps import Failed, Steps, expect, expect_equal

OWNER = "中国银联股份有限公司"
REFERENCE = "U1B2C3D4E5F6G7H8J9K0"
BEIJING = datetime.timezone(datetime.timedelta(hours=8))
WIDTHS = [3, 11, 11, 6, 10, 19, 12, 4, 2, 21, 2, 32, 2, 6, 10, 13, 13, 4, 15, 2, 2, 6, 2, 4, 32,
          1, 21, 15, 1, 15, 32, 13, 13, 8, 32, 13, 13, 12, 2, 1, 32, 98]


def moment(seconds: float) -> str:
    return datetime.datetime.fromtimestamp(seconds, BEIJING).strftime("%Y%m%d%H%M%S")


def digest(fields: dict[str, str]) -> bytes:
    """What is signed: the hexadecimal digits of the hash."""
    text = "&".join(f"{k}={v}" for k, v in sorted(fields.items()) if k != "signature")
    return hashlib.sha256(text.encode()).hexdigest().encode()


class Shop:
    """Signs as a shop does, and judges as it must."""

    def __init__(self, mock: Mock) -> None:
        self.mock = mock
        self.key = load_pem_private_key(mock.text("unionpay-merchant.pem").encode(), None)
        certificate = self._certificate("unionpay-merchant-certificate.pem")
        self.common = {
            "version": "5.1.0", "encoding": "UTF-8", "signMethod": "01", "accessType": "0",
            "certId": str(certificate.serial_number), "merId": mock.merchant["unionpay.mer_id"]}

    def _certificate(self, name: str) -> x509.Certificate:
        return x509.load_pem_x509_certificate(self.mock.text(name).encode())

    def signed(self, fields: dict[str, str]) -> dict[str, str]:
        whole = {**self.common, **fields}
        signature = self.key.sign(digest(whole), PKCS1v15(), SHA256())
        return {**whole, "signature": base64.b64encode(signature).decode()}

    def purchase(self, **changes: str) -> dict[str, str]:
        now = time.time()
        return {
            "txnType": "01", "txnSubType": "01", "bizType": "000201", "channelType": "07",
            "orderId": REFERENCE, "txnTime": moment(now), "txnAmt": "4850", "currencyCode": "156",
            "frontUrl": self.mock.shop + "/checkouts/R/return",
            "backUrl": self.mock.shop + "/webhooks/unionpay",
            "payTimeout": moment(now + 900), **changes}

    def believe(self, fields: dict[str, str]) -> None:
        """Refuses a message whose signature, chain or owner is not the provider's."""
        leaf = x509.load_pem_x509_certificate(fields["signPubKeyCert"].encode())
        expect("\r\n" in fields["signPubKeyCert"], "the certificate has CRLF line ends")
        leaf.public_key().verify(
            base64.b64decode(fields["signature"]), digest(fields), PKCS1v15(), SHA256())
        middle, root = (self._certificate(f"unionpay-{n}.pem") for n in ("middle", "root"))
        leaf.verify_directly_issued_by(middle)
        middle.verify_directly_issued_by(root)
        name = leaf.subject.get_attributes_for_oid(x509.NameOID.COMMON_NAME)[0].value
        expect_equal(name.split("@")[2], OWNER, "the certificate's owner")
        expect(leaf.not_valid_after_utc > datetime.datetime.now(datetime.timezone.utc),
               "the certificate is valid")

    def ask(self, path: str, fields: dict[str, str]) -> dict[str, str]:
        """Sends a signed question and believes the answer; nested values keep their `&`."""
        text = fetch(self.mock.url + path, self.signed(fields)).text
        answer, depth, name, value = {}, 0, "", None
        for letter in text + "&":
            if value is None:
                name, value = (name + letter, None) if letter != "=" else (name, "")
            elif letter == "&" and depth == 0:
                answer[name], name, value = value, "", None
            else:
                depth += {"{": 1, "[": 1, "}": -1, "]": -1}.get(letter, 0)
                value += letter
        self.believe(answer)
        return answer


def arrival(mock: Mock, words: str) -> dict[str, str]:
    came = mock.receiver.take(words)
    expect_equal(came.path, "/webhooks/unionpay", "the path")
    return dict(urllib.parse.parse_qsl(came.body.decode(), strict_parsing=True))


def refused(shop: Shop, fields: dict[str, str], code: str, words: str) -> None:
    answer = fetch(shop.mock.url + "/gateway/api/frontTransReq.do", fields)
    expect_equal((answer.status, answer.text[9:11]), (400, code), words)


def front(steps: Steps, shop: Shop) -> dict[str, str]:
    address = shop.mock.url + "/gateway/api/frontTransReq.do"
    order = shop.purchase()
    with steps.step("UnionPay: only what the shop signed, whole and fresh, opens a pay page"):
        signed = shop.signed(order)
        refused(shop, {**signed, "txnAmt": "1"}, "11", "another amount")
        refused(shop, {**signed, "certId": "1"}, "11", "another certificate")
        refused(shop, shop.signed({**order, "merId": "777290058000000"}), "31", "another shop")
        refused(shop, shop.signed({**order, "currencyCode": "840"}), "10", "another currency")
        stale = {"txnTime": moment(time.time() - 7200)}
        refused(shop, shop.signed({**order, **stale}), "39", "an old time")
        pages = {fetch(address, signed).leads_to for _ in range(2)}
        expect(len(pages) == 1, "the same page for the same form")
        refused(shop, shop.signed({**order, "txnAmt": "1"}), "12", "the same order once more")
    with steps.step("UnionPay: cryptography accepts the notice and the browser's form"):
        sale = pages.pop().rpartition("/")[2]
        shop.mock.press(sale, "pay")
        notice = arrival(shop.mock, "the notice")
        shop.believe(notice)
        found = {k: notice[k] for k in ("orderId", "txnAmt", "respCode", "currencyCode", "merId")}
        expect_equal(found, {
            "orderId": REFERENCE, "txnAmt": "4850", "respCode": "00", "currencyCode": "156",
            "merId": shop.common["merId"]}, "the notice")
        form = next(f for f in fetch(f"{shop.mock.url}/pay/{sale}").forms()
                    if f.action == order["frontUrl"])
        # Browsers end the lines of a field with CRLF, and pages with LF.
        lines = form.fields["signPubKeyCert"].replace("\r\n", "\n").replace("\n", "\r\n")
        shop.believe({**form.fields, "signPubKeyCert": lines})
    return {**order, "queryId": notice["queryId"], "sale": sale}


def back(steps: Steps, shop: Shop, order: dict[str, str]) -> None:
    question = {"txnType": "00", "txnSubType": "00", "bizType": "000000"}
    with steps.step("UnionPay: questions and refunds are answered and signed"):
        by_order = {**question, "orderId": REFERENCE, "txnTime": order["txnTime"]}
        answer = shop.ask("/gateway/api/queryTrans.do", by_order)
        expect_equal((answer["respCode"], answer["origRespCode"], answer["queryId"]),
                     ("00", "00", order["queryId"]), "the purchase")
        other = {**by_order, "txnTime": moment(time.time() + 60)}
        expect_equal(shop.ask("/gateway/api/queryTrans.do", other)["respCode"], "34", "unknown")
        refund = {
            "txnType": "04", "txnSubType": "00", "bizType": "000201", "channelType": "07",
            "orderId": "R1B2C3D4E5F6G7H8J9K0", "origQryId": order["queryId"], "txnAmt": "100",
            "txnTime": moment(time.time()), "backUrl": order["backUrl"]}
        expect_equal(shop.ask("/gateway/api/backTransReq.do", refund)["respCode"], "00", "taken")
        notice = arrival(shop.mock, "the refund's notice")
        shop.believe(notice)
        found = [notice[k] for k in ("txnType", "orderId", "origQryId", "txnAmt", "respCode")]
        expect_equal(found, ["04", refund["orderId"], order["queryId"], "100", "00"], "the refund")
        by_refund = {**question, "orderId": refund["orderId"], "txnTime": refund["txnTime"]}
        answer = shop.ask("/gateway/api/queryTrans.do", by_refund)
        expect_equal(answer["origRespCode"], "00", "the refund's query")
        again = shop.ask("/gateway/api/backTransReq.do", refund)
        expect_equal(again["respCode"], "12", "the same refund again")


def file(steps: Steps, shop: Shop) -> None:
    question = {
        "txnType": "76", "txnSubType": "01", "bizType": "000000", "fileType": "00",
        "txnTime": moment(time.time())}
    with steps.step("UnionPay: zlib and zipfile open the day's file"):
        answer = shop.ask("/", {**question, "settleDate": moment(time.time())[4:8]})
        expect_equal(answer["respCode"], "00", "the file's answer")
        packed = zlib.decompress(base64.b64decode(answer["fileContent"]))
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            expect(archive.testzip() is None, "the archive is whole")
            name = next(n for n in archive.namelist() if "ZM_" in n)
            lines = archive.read(name).splitlines()
        rows = [cells(line) for line in lines]
        expect_equal([(row[1], row[7], row[12]) for row in rows],
                     [("S22", "000000004850", REFERENCE),
                      ("S30", "000000000100", "R1B2C3D4E5F6G7H8J9K0")], "the lines")
        expect_equal(rows[0][31].rstrip(), "测试商户", "a name in GBK")
        none = shop.ask("/", {**question, "settleDate": "0101"})
        expect_equal(none["respCode"], "98", "a day without a file")


def cells(line: bytes) -> dict[int, str]:
    expect_equal(len(line), sum(WIDTHS) + len(WIDTHS) - 1, "a line's length")
    found, at = {}, 0
    for number, width in enumerate(WIDTHS, 1):
        found[number] = line[at:at + width].decode("gbk").rstrip()
        at += width + 1
    return found


def falsehoods(steps: Steps, shop: Shop) -> None:
    with steps.step("UnionPay: every falsehood that a test may ask for is one"):
        for index, how in enumerate(("signature", "body", "stranger", "expired")):
            order = shop.signed(shop.purchase(orderId=f"{REFERENCE}{index}"))
            address = shop.mock.url + "/gateway/api/frontTransReq.do"
            sale = fetch(address, order).leads_to.rpartition("/")[2]
            shop.mock.tamper("unionpay", how)
            shop.mock.press(sale, "pay")
            notice = arrival(shop.mock, how)
            try:
                shop.believe(notice)
            except (Failed, InvalidSignature, ValueError):
                continue
            raise Failed(f"{how}: the notice must not be believed")


def judge(steps: Steps, mock: Mock) -> None:
    shop = Shop(mock)
    order = front(steps, shop)
    back(steps, shop, order)
    file(steps, shop)
    falsehoods(steps, shop)
