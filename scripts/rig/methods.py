"""Every way to pay, in a browser: product page, checkout, pay page, order page, code.

In Chinese and English, on a phone and on a desktop, with and without JavaScript. The program zbar
scans codes from pictures of the pages.
"""

import itertools
import pathlib
import re
import shutil
import subprocess
import tempfile
import urllib.parse

from playwright.sync_api import Page

from .browser import inspect
from .buying import press_show
from .purchase import METHODS
from .steps import Failed, Steps, expect, expect_equal, wait_until
from .visit import Visit

DEVICES = {
    "phone": {
        "viewport": {"width": 360, "height": 780}, "is_mobile": True, "has_touch": True,
        "user_agent": "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like "
                      "Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
    },
    "desktop": {"viewport": {"width": 1280, "height": 800}},
}
LOCALES = ("zh-CN", "en")
PAID_MILLISECONDS = 60_000


def check_methods(visit: Visit, steps: Steps) -> None:
    """Forty purchases; and how the checkout page looks while it waits and when it is paid."""
    for method in METHODS:
        with steps.step(f"{method}: zh and en, phone and desktop, JavaScript on and off"):
            for locale, device, script in itertools.product(LOCALES, DEVICES, (True, False)):
                buy(visit, method, locale, device, script)


def check_codes(visit: Visit, steps: Steps) -> None:
    """Alipay without the website contract: a code for zbar, and on a phone a link to the app."""
    stand = visit.stand
    kept = stand.settings.read_text()
    with steps.step("alipay by a code: zh and en, phone and desktop"):
        stand.settings.write_text(kept.replace("alipay:\n", "alipay:\n  product: precreate\n"))
        stand.stop_worker()
        stand.start_worker()
        for locale, device in itertools.product(LOCALES, DEVICES):
            buy(visit, "alipay", locale, device, True, "-code")
        stand.settings.write_text(kept)
        stand.stop_worker()
        stand.start_worker()


def check_notices(visit: Visit, steps: Steps) -> None:
    """The pages for a declined card, for money under way, and for who needs another browser."""
    for locale in LOCALES:
        # Few, since returns of one network are limited.
        with steps.step(f"{locale}: a declined card, light and dark, phone and desktop"):
            schemes = ("light", "dark") if locale == "en" else ("dark", "light")
            for scheme, device in zip(schemes, DEVICES):
                declined(visit, locale, scheme, device)
        with steps.step(f"{locale}: money under way, light and dark, phone and desktop"):
            for scheme, device in zip(schemes, DEVICES):
                under_way(visit, locale, scheme, device)
        with steps.step(f"{locale}: Alipay inside WeChat, light and dark, phone and desktop"):
            for scheme, device in itertools.product(("light", "dark"), DEVICES):
                elsewhere(visit, "alipay", locale, scheme, device)
    kept = visit.stand.settings.read_text()
    with steps.step("a shop without an official account or H5: what WeChat and phones are shown"):
        account = re.search(r"\n  official_account_secret_file: .*", kept).group(0)
        changed = kept.replace(account, "").replace("wechatpay:\n", "wechatpay:\n  h5: false\n")
        visit.stand.settings.write_text(changed)
        visit.stand.stop_worker()
        visit.stand.start_worker()
        for locale, scheme in itertools.product(LOCALES, ("light", "dark")):
            elsewhere(visit, "wechatpay", locale, scheme, "phone")
            name = f"no-h5-{locale}-{scheme}"
            with visit.page(locale=locale, color_scheme=scheme, **DEVICES["phone"]) as page:
                order(visit, page, "wechatpay", locale, name)
                page.wait_for_selector("svg[role=img]")
                inspect(page, f"checkout-{name}", visit.shots, with_axe=True)
        visit.stand.settings.write_text(kept)
        visit.stand.stop_worker()
        visit.stand.start_worker()


def declined(visit: Visit, locale: str, scheme: str, device: str) -> None:
    name = f"{locale}-{scheme}-{device}"
    with visit.page(locale=locale, color_scheme=scheme, **DEVICES[device]) as page:
        order(visit, page, "paypal", locale, f"declined-{name}")
        page.wait_for_url(f"{visit.stand.mockpay}/pay/**")
        page.locator('form[action$="/declined"] button').click()
        page.wait_for_selector('[data-state="declined"]')
        inspect(page, f"checkout-declined-{name}", visit.shots, with_axe=True)
        page.locator("a.button").first.click()
        page.wait_for_url(f"{visit.stand.mockpay}/pay/**")
        page.locator("button.primary").first.click()
        wait_until_paid(page)


def under_way(visit: Visit, locale: str, scheme: str, device: str) -> None:
    """PayPal keeps the buyer's money for a while, then gives it to the shop."""
    name = f"{locale}-{scheme}-{device}"
    with visit.page(locale=locale, color_scheme=scheme, **DEVICES[device]) as page:
        order(visit, page, "paypal", locale, f"underway-{name}")
        page.wait_for_url(f"{visit.stand.mockpay}/pay/**")
        pay_page = page.url
        page.locator('form[action$="/unfinished"] button').click()
        page.wait_for_selector('[data-state="underway"]')
        inspect(page, f"checkout-underway-{name}", visit.shots, with_axe=True)
        expect(page.locator("a.button").count() == 0, f"{name}: a way to pay again")
        checkout = page.url
        page.goto(pay_page)
        page.locator('form[action$="/finish"] button').click()

        def is_paid() -> bool:
            page.goto(checkout)
            return page.locator('[data-state="paid"]').count() == 1

        wait_until(is_paid, 60, f"{name}: no order after PayPal has finished")


def elsewhere(visit: Visit, method: str, locale: str, scheme: str, device: str) -> None:
    """In WeChat's browser, which does not open that provider's pages."""
    name = f"{method}-{locale}-{scheme}-{device}"
    agent = DEVICES["phone"]["user_agent"] + " MicroMessenger/8.0.50"
    with visit.page(locale=locale, color_scheme=scheme,
                    **{**DEVICES[device], "user_agent": agent}) as page:
        order(visit, page, method, locale, f"elsewhere-{name}")
        page.wait_for_selector('[data-state="elsewhere"]')
        inspect(page, f"checkout-elsewhere-{name}", visit.shots, with_axe=True)
        boxes = [page.locator(each).bounding_box() for each in ("#address", "[data-copy]")]
        gap = boxes[1]["y"] - boxes[0]["y"] - boxes[0]["height"]
        expect(gap >= 12, f"{name}: the copy button is {gap:.0f} px below the link")


def order(visit: Visit, page: Page, method: str, locale: str, name: str) -> None:
    """Sends the form of the product page."""
    page.goto(visit.stand.site + visit.path(locale))
    page.locator("input[name=email]").fill(f"{name.lower()}@example.com")
    page.locator(f"input[name=provider][value={method}]").check()
    page.locator("form.buy .pay button").click()


def buy(visit: Visit, method: str, locale: str, device: str, script: bool, kind="") -> None:
    """One purchase from the product page to the code."""
    name = f"{method}{kind}-{locale}-{device}-{'script' if script else 'plain'}"
    email = f"{name.lower()}@example.com"
    scheme = "dark" if device == "phone" else "light"
    with visit.page(locale=locale, java_script_enabled=script, color_scheme=scheme,
                    **DEVICES[device]) as page:
        order(visit, page, method, locale, name)
        to_pay_page(visit, page, name)
        page.locator("button.primary").first.click()
        back_to_shop(visit, page)
        wait_until_paid(page)
        # axe needs JavaScript; pictures do not.
        inspect(page, f"checkout-paid-{name}", visit.shots, with_axe=script)
        expect(email in page.content(), f"{name}: the browser that paid is not known")
        _, code = visit.order(email)
        expect(code not in page.content(), f"{name}: the checkout page shows the code")
        press_show(page)
        shown = page.locator(".code").first.text_content()
        expect_equal(shown, code, f"{name}: the code on the order page")


def to_pay_page(visit: Visit, page: Page, name: str) -> None:
    """From the checkout page to the provider's: by itself, by a button, or by scanning."""
    page.wait_for_url(lambda url: "/checkouts/" in url or "/pay/" in url)
    on_way = "svg[role=img], form button, a"
    if "/checkouts/" in page.url:
        page.wait_for_selector(on_way)
    if "/checkouts/" in page.url and page.locator("svg[role=img]").count():
        inspect(page, f"checkout-scan-{name}", visit.shots, with_axe="script" in name)
        page.visit_checkout = page.url
        page.goto(scan(visit, page))
    elif "/checkouts/" in page.url and page.locator("form[method=post] button").count():
        form = page.locator("form[method=post]").first
        if visit.stand.mockpay in (form.get_attribute("action") or ""):
            inspect(page, f"checkout-form-{name}", visit.shots, with_axe=False)
            if "plain" in name:
                form.locator("button").click()
    # The link must be followed by a click, which sends a referrer, and the script does that.
    elif "plain" in name and "/checkouts/" in page.url and page.locator("a#pay").count():
        page.locator("a#pay").click()
    page.wait_for_url(f"{visit.stand.mockpay}/pay/**")


def scan(visit: Visit, page: Page) -> str:
    """Reads the code in the picture of the page; returns where the app would go."""
    if not shutil.which("zbarimg"):
        raise Failed("zbarimg is missing: run `apt-get install zbar-tools`")
    with tempfile.TemporaryDirectory() as folder:
        picture = pathlib.Path(folder) / "page.png"
        page.screenshot(path=picture, full_page=True)
        found = subprocess.run(["zbarimg", "-q", "--raw", "-Sdisable", "-Sqrcode.enable",
                                str(picture)], capture_output=True, text=True, check=False)
    text = found.stdout.strip()
    # Alipay's code is the URL of the payment.
    if text.startswith(visit.stand.mockpay + "/pay/"):
        return text
    expect(text.startswith("weixin://wxpay/bizpayurl?pr="), f"the code says {text!r}")
    payment = urllib.parse.parse_qs(urllib.parse.urlsplit(text).query)["pr"][0]
    return f"{visit.stand.mockpay}/pay/{payment}"


def back_to_shop(visit: Visit, page: Page) -> None:
    """From the pay page back: by itself, by the form that the provider shows, or by hand."""
    scanned = getattr(page, "visit_checkout", None)
    if scanned:
        page.wait_for_load_state()
        page.goto(scanned)
        return
    page.wait_for_load_state()
    form = page.locator(f'form[action^="{visit.stand.worker}/checkouts/"] button')
    if page.url.startswith(visit.stand.mockpay) and form.count():
        form.first.click()
    page.wait_for_url(f"{visit.stand.worker}/checkouts/**")


def wait_until_paid(page: Page) -> None:
    """The checkout page refreshes itself until it is paid, without JavaScript too."""
    page.wait_for_selector('[data-state="paid"]', timeout=PAID_MILLISECONDS)
