"""WeChat on a phone: JSAPI inside its own browser, and H5 in an ordinary browser.

A script replaces WeixinJSBridge and passes the page's call to the mock, which checks its signature
as WeChat does.
"""

import urllib.parse

from .browser import inspect
from .forms import fetch
from .methods import DEVICES, LOCALES, back_to_shop, wait_until_paid
from .steps import Steps, expect, expect_equal
from .visit import Visit

WECHAT = ("Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) "
          "Chrome/131.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.50 NetType/WIFI")
BRIDGE = """
window.WeixinJSBridge = {
  invoke(name, call, then) {
    window.playBridge(name, call).then((words) => then({ err_msg: words }));
  },
};
"""

THROWING = "window.WeixinJSBridge = { invoke() { throw new Error('no'); } };"


def check_wechat(visit: Visit, steps: Steps) -> None:
    """Pays inside WeChat, after cancelling once, and by H5 with the page's referer."""
    for locale, scheme in ((LOCALES[0], "light"), (LOCALES[1], "dark")):
        with steps.step(f"WeChat's browser, {locale}: known by its account, paid over the bridge"):
            buy_inside(visit, locale, scheme)
        with steps.step(f"inside WeChat, {locale}: no bridge, or one that throws, is told"):
            for script in ("", THROWING):
                see_no_bridge(visit, locale, script)
        with steps.step(f"H5 on a phone, {locale}: the referer is the worker's origin"):
            buy_h5(visit, locale)


def start(visit: Visit, page, locale: str, email: str) -> None:
    page.goto(visit.stand.site + visit.path(locale))
    page.locator("input[name=email]").fill(email)
    page.locator("input[name=provider][value=wechatpay]").check()
    page.locator("form.buy .pay button").click()


def buy_inside(visit: Visit, locale: str, scheme: str) -> None:
    email = f"inside-{locale.lower()}@example.com"
    phone = {**DEVICES["phone"], "user_agent": WECHAT}
    actions = ["cancel", "fail", "pay"]

    def play(name: str, call: dict) -> str:
        expect_equal(name, "getBrandWCPayRequest", "the call of the bridge")
        done = fetch(f"{visit.stand.mockpay}/_mock/bridge?action={actions.pop(0)}", call)
        expect_equal(done.status, 200, f"the bridge ({done.text[:200]})")
        return done.text.strip()

    with visit.page(locale=locale, color_scheme=scheme, **phone) as page:
        page.expose_function("playBridge", play)
        page.add_init_script(BRIDGE)
        start(visit, page, locale, email)
        page.wait_for_selector("#bridge")
        for _ in range(2):
            page.wait_for_selector("#bridge-note:not(:empty)")
            expect(page.locator("a.button.plain").count() == 1, "no other way to pay is offered")
            inspect(page, f"wechat-inside-{locale}-{len(actions)}", visit.shots)
            page.locator("#bridge button").click()
        wait_until_paid(page)
        address, code = visit.order(email)
        expect(code not in page.content(), "the checkout page shows the code")
        expect(address not in page.content(), "the checkout page shows the order's link")


def see_no_bridge(visit: Visit, locale: str, script: str) -> None:
    phone = {**DEVICES["phone"], "user_agent": WECHAT}
    with visit.page(locale=locale, **phone) as page:
        if script:
            page.add_init_script(script)
        start(visit, page, locale, f"bridgeless-{locale.lower()}@example.com")
        page.wait_for_selector("#bridge")
        page.locator("#bridge button").click()
        page.wait_for_selector("#bridge-note:not(:empty)")
        expect(page.locator("a.button.plain").count() == 1, "no other way to pay is offered")


def buy_h5(visit: Visit, locale: str) -> None:
    email = f"h5-{locale.lower()}@example.com"
    seen = []
    with visit.page(locale=locale, **DEVICES["phone"]) as page:
        page.on("request", lambda request: seen.append(request) if "prepay_id=" in request.url
                else None)
        start(visit, page, locale, email)
        page.wait_for_url(f"{visit.stand.mockpay}/pay/**")
        referers = {request.all_headers().get("referer") for request in seen}
        expect_equal(referers, {visit.stand.worker + "/"}, "the referer of the H5 page")
        page.locator("button.primary").first.click()
        back_to_shop(visit, page)
        wait_until_paid(page)
        expect(urllib.parse.urlsplit(page.url).path.startswith("/checkouts/"), page.url)
