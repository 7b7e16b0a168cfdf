"""The body of scripts/demo: a first sale, from the Markdown files to the code in the mail."""

import argparse
import contextlib
import pathlib
import random
import signal
import time

from .codes import make_codes
from .forms import fetch
from .purchase import METHODS, fill_buy_form, letter_for, order_address, pay, reveal
from .stand import Stand, temporary_folder
from .steps import Failed, Steps, expect, expect_equal, run_main

CODES_EACH = 8


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/demo", description="Sells one card code on this machine; no money moves.")
    parser.add_argument("--once", action="store_true", help="check each step, then end")
    parser.add_argument("--keep", metavar="DIR", type=pathlib.Path, help="leave everything here")
    parser.add_argument("--ports", metavar="SITE,WORKER,PAY", help="default: any free ones")
    return parser.parse_args()


def prepare(stand: Stand, steps: Steps) -> dict[str, list[str]]:
    """Builds and starts everything; returns the imported codes by SKU."""
    with steps.step("generate the sample shop from content/ and site/") as note:
        stand.build_site()
        note(f"{len(stand.products())} products → {stand.public}")
    with steps.step("serve the shop on loopback") as note:
        stand.start_site()
        note(stand.site + "/")
    with steps.step("start the pretend payment providers") as note:
        stand.start_mockpay()
        note(stand.mockpay + "/")
    with steps.step("make the worker's key and settings") as note:
        stand.init_worker()
        note(str(stand.settings))
    with steps.step("start the fulfilment worker") as note:
        stand.start_worker()
        note(stand.worker)
    return import_codes(stand, steps)


def import_codes(stand: Stand, steps: Steps) -> dict[str, list[str]]:
    """Imports made-up codes for every product."""
    with steps.step("import card codes for every product") as note:
        products = stand.products()
        everything = make_codes(CODES_EACH * len(products), random.Random())
        codes = {}
        for index, product in enumerate(products):
            mine = everything[index * CODES_EACH:(index + 1) * CODES_EACH]
            codes[product["sku"]] = mine
            stand.import_codes(product["sku"], product["sku"], mine)
        note(f"{len(everything)} codes, {CODES_EACH} of each; all made up just now")
    return codes


def buy(stand: Stand, steps: Steps, codes: dict[str, list[str]]) -> None:
    """Buys one code with each way to pay and checks what arrives."""
    product = next(each for each in stand.products() if each["delivery"] == "code")
    path = product["path"]["zh-CN"]
    for number, method in enumerate(METHODS, start=1):
        email = f"{method}@example.com"
        with steps.step(f"pay with {method}: product page, checkout, pay page, back") as note:
            page = pay(stand, fill_buy_form(stand, path, email, method))
            note(page.url)
        with steps.step("press the button in the browser that paid; another one has none"):
            seen = reveal(page)
            stranger = fetch(page.url)
            expect(email in page.text and email not in stranger.text, "whose address is whole")
            expect("<form" not in stranger.text, "a button in a browser that did not pay")
        with steps.step("receive the mail, open the order page, press the button") as note:
            letter = letter_for(stand, email)
            mailed = letter.codes_among(codes[product["sku"]])
            expect_equal(len(mailed), 1, f"codes of {product['sku']} in {letter.path}")
            address = order_address(stand, letter)
            order = fetch(address)
            expect(mailed[0] not in order.words(), "the code must not show without the button")
            expect(mailed[0] in seen, "the code of the mail in the browser that paid")
            shown = reveal(order)
            found = [code for code in codes[product["sku"]] if code in shown]
            expect_equal(found, mailed, "the codes on the order page and in the mail")
            note(address)
        expect_equal(len(stand.orders()), number, "orders")
    with steps.step("see the same in the worker's books"):
        left = stand.stock(product["sku"])["available"]
        expect_equal(left, CODES_EACH - len(METHODS), f"codes of {product['sku']} left")


def stay_up(stand: Stand) -> None:
    """Keeps running until Ctrl-C."""
    print(f"""
Now click through it yourself; no money moves.
  shop          {stand.site}/
  payments      {stand.mockpay}/   (scan, pay, refund, dispute)
  your mail     {stand.mail}/      (letters are files here; each links to its order page)
  orders        .build/debug/cardstock-worker orders list --config {stand.settings}
Ctrl-C ends everything.""", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        while all(each.process.poll() is None for each in stand.running):
            time.sleep(0.5)
        ended = next(each for each in stand.running if each.process.poll() is not None)
        raise Failed(f"{ended.name} ended by itself: {ended.last_words()}")


def demo(steps: Steps) -> None:
    given = arguments()
    ports = [int(port) for port in given.ports.split(",")] if given.ports else None
    # SIGTERM, which CI sends, cleans up as Ctrl-C does.
    signal.signal(signal.SIGTERM, lambda *_: signal.raise_signal(signal.SIGINT))
    with contextlib.ExitStack() as stack:
        if given.keep:
            folder = given.keep.resolve()
            folder.mkdir(parents=True, exist_ok=True)
            expect(not any(folder.iterdir()), f"{folder} is not empty; name a new folder")
        else:
            folder = pathlib.Path(stack.enter_context(temporary_folder()))
        stand = stack.enter_context(Stand(folder, ports))
        codes = prepare(stand, steps)
        buy(stand, steps, codes)
        if not given.once:
            stay_up(stand)


if __name__ == "__main__":
    run_main(demo)
