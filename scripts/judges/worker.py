"""The worker must accept what the libraries sign, and they must accept what it signs."""

import base64
import datetime
import itertools
import json
import random
import re
import subprocess
import sys
import time
import urllib.parse

import stripe
import wechatpayv3
from alipay import AliPay
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from wechatpayv3.utils import load_private_key, rsa_sign

from judges import paypal_sdk
from judges.alipay_official import sign_as_library
from judges.mock import call
from judges.recorder import Recorder
from judges.unionpay import BEIJING, digest
from rig.codes import make_codes
from rig.events import paid_event
from rig.forms import fetch
from rig.programs import free_ports
from rig.purchase import check_out, fill_buy_form, reference_of
from rig.stand import Stand
from rig.steps import Steps, expect, expect_equal, wait_until

LOCALSTRIPE = "localstripe 1.15.10"
SECONDS = 20


def post(stand: Stand, provider: str, body: bytes, headers: dict[str, str]):
    """Sends a webhook; returns status and text."""
    status, _, text = call("POST", f"{stand.worker}/webhooks/{provider}", body, headers)
    return status, text


def open_stand(stand: Stand, providers: str) -> None:
    """Starts a shop with stock whose worker calls the providers at an address."""
    stand.build_site()
    stand.init_worker()
    parts = stand.settings.read_text().partition("wechatpay:")
    stand.settings.write_text(
        parts[0] + parts[1] + parts[2].replace(stand.mockpay, providers))
    product = next(each for each in stand.products() if each["delivery"] == "code")
    stand.import_codes("judged", product["sku"], make_codes(40, random.Random(7)))
    stand.start_mockpay()
    stand.start_site()
    stand.start_worker()


BUYERS = itertools.count(1)


def checkout(stand: Stand, method: str):
    """Opens a checkout; returns its page, reference and product."""
    product = next(each for each in stand.products() if each["delivery"] == "code")
    # A buyer who orders the same again gets the same unpaid checkout, so each has another address.
    email = f"{method}.{next(BUYERS)}@judge.example"
    form = fill_buy_form(stand, product["path"]["zh-CN"], email, method)
    page = check_out(stand, form)
    return page, reference_of(page), product


def is_paid(stand: Stand, reference: str) -> bool:
    return any(row["reference"] == reference for row in stand.orders())


def believes_stripe(steps: Steps, stand: Stand) -> None:
    with steps.step("the worker believes what stripe-python signs, and nothing else"):
        body = paid_event(1, stand.products()[0], "buyer@example.com").decode()
        now = int(time.time())
        for moment, secret, status in [
            (now, stand.webhook_secret, 200),
            (now, stand.webhook_secret + "x", 400),
            (now - 400, stand.webhook_secret, 400),
        ]:
            code = stripe.WebhookSignature._compute_signature(f"{moment}.{body}", secret)
            headers = {"Content-Type": "application/json",
                       "Stripe-Signature": f"t={moment},v1={code}"}
            expect_equal(post(stand, "stripe", body.encode(), headers)[0], status, "the answer")


def believes_localstripe(steps: Steps, stand: Stand) -> None:
    with steps.step(f"the worker believes {LOCALSTRIPE} with the secret that both know"):
        for secret, said in [
            (stand.webhook_secret, "successfully delivered"),
            (stand.webhook_secret + "x", "failed with response code 400"),
        ]:
            port = free_ports(1)[0]
            log = stand.folder / f"localstripe-{port}.log"
            with open(log, "wb") as output, subprocess.Popen(
                [sys.executable, "-m", "localstripe", "--port", str(port), "--from-scratch"],
                cwd=stand.folder, stdout=output, stderr=output) as running:
                try:
                    address = f"http://127.0.0.1:{port}"
                    wait_until(lambda: is_up(address), SECONDS, f"no answer at {address}")
                    hook = {"url": stand.worker + "/webhooks/stripe", "secret": secret}
                    headers = {"Content-Type": "application/json"}
                    call("POST", address + "/_config/webhooks/worker",
                         json.dumps(hook).encode(), headers)
                    stripe.StripeClient(
                        "sk_test_12345", base_addresses={"api": address}
                    ).v1.customers.create({"email": "buyer@example.com"})
                    wait_until(lambda: said in log.read_text(), SECONDS,
                               f"localstripe does not say: {said}")
                finally:
                    running.terminate()


def is_up(address: str) -> bool:
    try:
        return call("GET", address + "/js.stripe.com/v3/")[0] == 200
    except OSError:
        return False


def wechat(steps: Steps, stand: Stand, recorder: Recorder) -> None:
    merchant = stand.merchant()
    page, reference, product = checkout(stand, "wechatpay")
    with steps.step("WeChat Pay: wechatpayv3 signs the worker's requests as the worker does"):
        expect("<svg" in page.text, "a code to scan")
        fetch(f"{stand.worker}/checkouts/{reference}/return")
        key = load_private_key(stand.key("wechatpay-merchant.pem"))
        asked = recorder.of("/v3/")
        expect(any(each.method == "POST" for each in asked), "the worker opened an order")
        for each in asked:
            scheme, _, rest = each.headers["Authorization"].partition(" ")
            expect_equal(scheme, "WECHATPAY2-SHA256-RSA2048", "the scheme")
            said = dict(re.findall(r'(\w+)="([^"]*)"', rest))
            text = "\n".join([each.method, each.target, said["timestamp"], said["nonce_str"],
                              each.body.decode(), ""])
            expect_equal(said["signature"], rsa_sign(key, text), f"the signature, {each.target}")
            expect_equal(said["serial_no"], merchant["wechatpay.merchant_serial"], "the serial")
    with steps.step(f"WeChat Pay: the worker believes what wechatpayv3 "
                    f"{wechatpayv3.__version__} signs"):
        body = wechat_notice(stand, reference, product).encode()
        for private, serial, believed in [
            ("unionpay-stranger-key.pem", merchant["wechatpay.public_key_id"], False),
            ("wechatpay-platform-key.pem", merchant["wechatpay.public_key_id"], False),
            ("wechatpay-public-key.pem", merchant["wechatpay.public_key_id"], True),
        ]:
            moment, nonce = str(int(time.time())), "n" * 32
            text = f"{moment}\n{nonce}\n{body.decode()}\n"
            status, said = post(stand, "wechatpay", body, {
                "Content-Type": "application/json", "Wechatpay-Timestamp": moment,
                "Wechatpay-Nonce": nonce, "Wechatpay-Serial": serial,
                "Wechatpay-Signature": rsa_sign(load_private_key(stand.key(private)), text),
                "Wechatpay-Signature-Type": "WECHATPAY2-SHA256-RSA2048"})
            expect_equal(status in (200, 204), believed, f"{private}: {status} {said!r}")
            expect_equal(is_paid(stand, reference), believed, "paid")


def wechat_notice(stand: Stand, reference: str, product: dict) -> str:
    """A payment's webhook, encrypted with the shared key."""
    merchant, amount = stand.merchant(), product["priceMinor"]
    transaction = {
        "mchid": merchant["wechatpay.mchid"], "appid": merchant["wechatpay.appid"],
        "out_trade_no": reference, "transaction_id": "4200000000202611210000000001",
        "trade_type": "NATIVE", "trade_state": "SUCCESS", "trade_state_desc": "支付成功",
        "bank_type": "OTHERS", "attach": "", "success_time": beijing("%Y-%m-%dT%H:%M:%S+08:00"),
        "payer": {"openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o"},
        "amount": {"total": amount, "payer_total": amount, "currency": "CNY",
                   "payer_currency": "CNY"}}
    nonce = "abcdefghijkl"
    sealed = AESGCM(stand.key("wechatpay-apiv3.key").encode()).encrypt(
        nonce.encode(), json.dumps(transaction).encode(), b"transaction")
    return json.dumps({
        "id": "EV-2026112100000000000001", "create_time": transaction["success_time"],
        "resource_type": "encrypt-resource", "event_type": "TRANSACTION.SUCCESS",
        "summary": "支付成功",
        "resource": {
            "original_type": "transaction", "algorithm": "AEAD_AES_256_GCM",
            "ciphertext": base64.b64encode(sealed).decode(), "associated_data": "transaction",
            "nonce": nonce}}, ensure_ascii=False)


def alipay(steps: Steps, stand: Stand, recorder: Recorder) -> None:
    merchant = stand.merchant()
    app, provider, stranger = (
        AliPay(appid=merchant["alipay.app_id"], app_private_key_string=stand.key(name),
               alipay_public_key_string=stand.key("alipay-public.pem"))
        for name in ("alipay-app.pem", "alipay-key.pem", "unionpay-stranger-key.pem"))
    page, reference, product = checkout(stand, "alipay")
    with steps.step("Alipay: python-alipay-sdk signs the worker's requests as the worker does"):
        away = re.search(r"url=(.*)", page.headers.get("Refresh") or "")
        forms = [each for each in page.forms() if each.action.startswith(recorder.url)]
        expect(bool(away or forms), "the checkout page leads to Alipay")
        target = urllib.parse.urljoin(page.url, away.group(1)) if away else forms[0].action
        came = fetch(target, None if away else forms[0].fields)
        for _ in range(3):
            if came.status in (302, 303) and "/pay/" not in (came.leads_to or ""):
                came = fetch(came.leads_to or "")
        fetch(f"{stand.worker}/checkouts/{reference}/return")
        asked = recorder.of("/gateway.do")
        expect(len(asked) >= 2, f"a start and a question, found {len(asked)}")
        for each in asked:
            query = urllib.parse.urlsplit(each.target).query
            fields = dict(urllib.parse.parse_qsl(query) + urllib.parse.parse_qsl(
                each.body.decode()))
            signature = fields.pop("sign")
            text = "&".join(f"{name}={value}" for name, value in sorted(fields.items()))
            expect_equal(signature, app._sign(text), f"the signature of {fields['method']}")
            official = sign_as_library(fields, stand.key("alipay-app.pem"))
            expect_equal(signature, official, f"Alipay's own signature of {fields['method']}")
    with steps.step("Alipay: the worker believes what python-alipay-sdk signs"):
        total = f"{product['priceMinor'] // 100}.{product['priceMinor'] % 100:02}"
        notice = {
            "notify_time": beijing("%Y-%m-%d %H:%M:%S"), "notify_type": "trade_status_sync",
            "notify_id": "2026112100222000000000000001", "charset": "utf-8", "version": "1.0",
            "app_id": merchant["alipay.app_id"], "auth_app_id": merchant["alipay.app_id"],
            "trade_no": "2026112122001400000000000001", "out_trade_no": reference,
            "seller_id": merchant["alipay.seller_id"], "trade_status": "TRADE_SUCCESS",
            "total_amount": total, "receipt_amount": total, "subject": "点卡 & 50",
            "gmt_create": beijing("%Y-%m-%d %H:%M:%S"),
            "gmt_payment": beijing("%Y-%m-%d %H:%M:%S")}
        text = "&".join(f"{name}={value}" for name, value in sorted(notice.items()))
        for signer, believed in [(stranger, False), (app, False), (provider, True)]:
            body = urllib.parse.urlencode(
                {**notice, "sign_type": "RSA2", "sign": signer._sign(text)}).encode()
            status, said = post(stand, "alipay", body, {
                "Content-Type": "application/x-www-form-urlencoded; charset=utf-8"})
            expect_equal((status, said) == (200, b"success"), believed, f"{status} {said!r}")
            expect_equal(is_paid(stand, reference), believed, "paid")


def unionpay(steps: Steps, stand: Stand, recorder: Recorder) -> None:
    page, _, _ = checkout(stand, "unionpay")
    with steps.step("UnionPay: cryptography signs the worker's form as the worker does"):
        # The form is made at the click, on a page of its own.
        away = re.search(r"url=(.*)", page.headers.get("Refresh") or "")
        expect(away is not None, "the checkout page leads on")
        page = fetch(urllib.parse.urljoin(page.url, away.group(1)))
        form = next(each for each in page.forms() if each.action.startswith(recorder.url))
        fields = {name: value for name, value in form.fields.items() if name}
        key = load_private_key(stand.key("unionpay-merchant.pem"))
        text = digest(fields).decode()
        expect_equal(fields["signature"], rsa_sign(key, text), "the signature")


def paypal(steps: Steps, stand: Stand, recorder: Recorder) -> None:
    _, reference, _ = checkout(stand, "paypal")
    with steps.step("PayPal: paypal-server-sdk reads the worker's order as its own"):
        asked = [each for each in recorder.of("/v2/checkout/orders") if each.method == "POST"]
        mine = [json.loads(each.body) for each in asked if reference.encode() in each.body]
        expect_equal(len(mine), 1, "orders of the checkout")
        expect_equal(paypal_sdk.read_again(mine[0]), mine[0], "the order as the library writes it")


def beijing(form: str) -> str:
    return datetime.datetime.now(BEIJING).strftime(form)


def judge(steps: Steps, stand: Stand) -> None:
    with Recorder(stand.mockpay_port) as recorder:
        with steps.step("a shop whose worker is overheard on its way to five providers"):
            open_stand(stand, recorder.url)
        believes_stripe(steps, stand)
        believes_localstripe(steps, stand)
        wechat(steps, stand, recorder)
        alipay(steps, stand, recorder)
        unionpay(steps, stand, recorder)
        paypal(steps, stand, recorder)
