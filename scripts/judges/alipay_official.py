"""Alipay: its own library, alipay-sdk-python, as a second judge of both sides.

Its name is `alipay`, as that of the first judge's library, so it runs in a process of its own, from
its wheel: installed it would be half a gigabyte.
"""

import base64
import http.client
import json
import pathlib
import subprocess
import sys
import urllib.parse

from cryptography.hazmat.primitives.serialization import (Encoding, NoEncryption, PrivateFormat,
                                                          load_pem_private_key)

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
VERSION = "3.7.1411"
REFERENCE = "B1B2C3D4E5F6G7H8J9K0"


def ask(*questions: dict) -> list:
    """Puts questions to the library in its own process; an answer or `{"refused": words}` each."""
    done = subprocess.run([sys.executable, __file__], input=json.dumps(questions), text=True,
                          capture_output=True, check=False, env={"TZ": "Asia/Shanghai"})
    if done.returncode:
        raise RuntimeError(f"alipay-sdk-python: {done.stderr[-800:]}")
    return json.loads(done.stdout)


def plain_key(pem: str) -> str:
    """A private key as the library wants it: PKCS #1 in base64, without the lines around."""
    key = load_pem_private_key(pem.encode(), None)
    der = key.private_bytes(Encoding.DER, PrivateFormat.TraditionalOpenSSL, NoEncryption())
    return base64.b64encode(der).decode()


def plain_public(pem: str) -> str:
    return "".join(line for line in pem.splitlines() if not line.startswith("-"))


def sign_as_library(fields: dict[str, str], pem: str) -> str:
    """What the library signs the parameters of a request with."""
    return ask({"do": "sign", "fields": fields, "key": plain_key(pem)})[0]


def judge(steps, mock) -> None:
    """A face-to-face shop at the mock: a code, its payment, what goes back, what is closed."""
    from judges.alipay import fields as notice_fields
    from rig.steps import Failed, expect, expect_equal

    shop = {"gateway": mock.url + "/gateway.do", "app": mock.merchant["alipay.app_id"],
            "key": plain_key(mock.text("alipay-app.pem")),
            "public": plain_public(mock.text("alipay-public.pem"))}

    def fail(words: str):
        raise Failed(words)

    def call(name: str, **content):
        said = ask({"do": "call", "name": name, "content": content,
                    "notify": mock.shop + "/webhooks/alipay", **shop})[0]
        return json.loads(said) if isinstance(said, str) else fail(f"{name}: {said['refused']}")

    with steps.step(f"Alipay: alipay-sdk-python {VERSION} has a code made, and asks before a scan"):
        made = call("AlipayTradePrecreate", out_trade_no=REFERENCE, total_amount="48.50",
                    subject="Card 50", timeout_express="30m")
        expect_equal((made["code"], made["out_trade_no"]), ("10000", REFERENCE), "the code")
        expect(made["qr_code"].startswith(mock.url + "/pay/"), f"found {made['qr_code']}")
        unscanned = call("AlipayTradeQuery", out_trade_no=REFERENCE)
        expect_equal(unscanned["sub_code"], "ACQ.TRADE_NOT_EXIST", "before the scan")
    with steps.step("Alipay: it believes the payment, and a refund tells by being asked"):
        mock.press(made["qr_code"].rpartition("/")[2], "pay")
        came = notice_fields(mock.receiver.take("the payment"))
        believed = ask({"do": "verify", "fields": came, **shop})[0]
        expect_equal((believed, came["trade_status"]), (True, "TRADE_SUCCESS"), "the notification")
        refunded = call("AlipayTradeRefund", out_trade_no=REFERENCE, refund_amount="1.00",
                        out_request_no="R1")
        expect("fund_change" not in refunded, f"found {refunded}")
        expect_equal((refunded["code"], refunded["refund_fee"]), ("10000", "1.00"), "the refund")
        told = call("AlipayTradeFastpayRefundQuery", out_trade_no=REFERENCE, out_request_no="R1")
        expect_equal((told["refund_status"], told["refund_amount"]), ("REFUND_SUCCESS", "1.00"),
                     "what the refund came to")
        mock.receiver.take("the refund")
        closed = call("AlipayTradeClose", out_trade_no=REFERENCE)
        expect_equal(closed["sub_code"], "ACQ.TRADE_STATUS_ERROR", "closing what was paid")
    with steps.step("Alipay: it takes no unsigned refusal for an answer"):
        odd = call("AlipayTradePrecreate", out_trade_no=REFERENCE + "X", total_amount="0.00",
                   subject="Card 50")
        expect_equal(odd["sub_code"], "ACQ.INVALID_PARAMETER", "an amount of nothing")
        stranger = {**shop, "key": plain_key(mock.text("unionpay-stranger-key.pem"))}
        said = ask({"do": "call", "name": "AlipayTradeQuery", "notify": None,
                    "content": {"out_trade_no": REFERENCE}, **stranger})[0]
        expect("isv.invalid-signature" in said["refused"], f"found {said}")


def answer(question: dict):
    """In the library's own process: does what is asked."""
    import importlib

    from alipay.aop.api.AlipayClientConfig import AlipayClientConfig
    from alipay.aop.api.DefaultAlipayClient import DefaultAlipayClient
    from alipay.aop.api.util import SignatureUtils, WebUtils

    if question["do"] == "sign":
        text = SignatureUtils.get_sign_content(question["fields"])
        return SignatureUtils.sign_with_rsa2(question["key"], text, "utf-8")
    if question["do"] == "verify":
        given = dict(question["fields"])
        signature = given.pop("sign")
        given.pop("sign_type")
        text = SignatureUtils.get_sign_content(given).encode()
        try:
            return SignatureUtils.verify_with_rsa(question["public"], text, signature)
        except Exception:  # noqa: BLE001: the library lets its helper's own exceptions through
            return False
    WebUtils.get_http_connection = connection
    config = AlipayClientConfig()
    config.server_url = question["gateway"]
    config.app_id = question["app"]
    config.app_private_key = question["key"]
    config.alipay_public_key = question["public"]
    config.sign_type = "RSA2"
    config.charset = "utf-8"
    # The library's default is in lower case, which not every version of the mock accepts.
    config.format = "JSON"
    name = question["name"]
    model = getattr(importlib.import_module(f"alipay.aop.api.domain.{name}Model"), name + "Model")()
    for key, value in question["content"].items():
        setattr(model, key, value)
    request = getattr(importlib.import_module(f"alipay.aop.api.request.{name}Request"),
                      name + "Request")(biz_model=model)
    if question["notify"] and "Precreate" in name:
        request.notify_url = question["notify"]
    try:
        return DefaultAlipayClient(config).execute(request)
    except Exception as error:  # noqa: BLE001: it has an exception of its own for everything
        return {"refused": str(error)}


def connection(url: str, query: str, timeout: int):
    """Replaces the library's own, which knows only the ports 80 and 443."""
    place = urllib.parse.urlsplit(url)
    return f"{place.path}?{query}", http.client.HTTPConnection(place.netloc, timeout=timeout)


def main() -> None:
    wheel = ROOT / ".venv" / "wheels" / f"alipay_sdk_python-{VERSION}-py3-none-any.whl"
    if not wheel.exists():
        sys.exit(f"{wheel} is missing: run `.venv/bin/python3 -m pip download --no-deps "
                 "--dest .venv/wheels --requirement scripts/wheels.txt`")
    # Neither this folder's `alipay` nor the first judge's library must be found first.
    sys.path[:] = [str(wheel)] + [path for path in sys.path if path != str(ROOT / "scripts/judges")]
    json.dump([answer(each) for each in json.load(sys.stdin)], sys.stdout)


if __name__ == "__main__":
    main()
