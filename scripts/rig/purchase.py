"""A purchase through the shop's own pages and forms."""

import html
import re
import urllib.parse

from .forms import Answer, Form, fetch
from .letters import Letter, letters
from .stand import Stand
from .steps import Failed, expect, expect_equal, wait_until

MAIL_SECONDS = 60
PAID_SECONDS = 60
MOST_HOPS = 6
# Every way to pay that the sample shop offers.
METHODS = ["alipay", "wechatpay", "unionpay", "paypal", "stripe"]


def fill_buy_form(stand: Stand, path: str, email: str, method: str = "stripe") -> Form:
    """Opens a product page and fills in its buy form."""
    page = fetch(stand.site + path)
    expect_equal(page.status, 200, f"the product page {path}")
    forms = [form for form in page.forms() if form.action == stand.worker + "/checkout"]
    expect_equal(len(forms), 1, f"buy forms on {path}")
    forms[0].fields["email"] = email
    forms[0].fields["provider"] = method
    return forms[0]


def check_out(stand: Stand, form: Form) -> Answer:
    """Sends the buy form; returns the worker's checkout page."""
    started = fetch(form.action, form.fields)
    expect_equal(started.status, 303, f"the answer to the buy form ({started.text[:300]})")
    expect((started.leads_to or "").startswith(stand.worker + "/checkouts/"),
           f"the buy form should lead to the checkout page, and led to {started.leads_to}")
    page = fetch(started.leads_to or "", headers={"Cookie": started.cookie})
    expect_equal(page.status, 200, f"the checkout page ({page.text[:300]})")
    page.cookie = started.cookie
    return page


def reference_of(page: Answer) -> str:
    """The reference in a checkout page's address."""
    return page.url.split("/checkouts/")[1].split("?")[0].split("/")[0]


def button(checkout: Answer) -> str | None:
    """The target of the page's button."""
    found = re.search(r'<a id="pay"[^>]* href="([^"]+)"', checkout.text)
    return html.unescape(found.group(1)) if found else None


def opened(stand: Stand, address: str) -> Answer:
    """Waits until the checkout is open, and its page leads on or shows a code; returns the page."""
    def page() -> Answer | None:
        found = fetch(address)
        leads = re.match(r"0; *url=", found.headers.get("Refresh") or "")
        forms = [form for form in found.forms() if form.action.startswith(stand.mockpay)]
        return found if leads or forms or button(found) or "<svg" in found.text else None
    return wait_until(page, 30, "the checkout's page does not lead on")


def pay_page(stand: Stand, checkout: Answer) -> Answer:
    """Goes from the checkout page to the provider's page, as the page's step says."""
    refresh = re.fullmatch(r"0; *url=(.*)", checkout.headers.get("Refresh") or "")
    forms = [form for form in checkout.forms() if form.action.startswith(stand.mockpay)]
    lead = refresh.group(1) if refresh else button(checkout)
    if lead:
        found = fetch(urllib.parse.urljoin(checkout.url, lead))
    elif forms:
        found = fetch(forms[0].action, forms[0].fields)
    else:
        expect("<svg" in checkout.text, "a checkout page without a link, a form and a code to scan")
        found = fetch(scanned(stand, reference_of(checkout)))
    for _ in range(MOST_HOPS):
        # A further page of the worker may hold the form, which is made at the click.
        forms = [each for each in found.forms() if each.action.startswith(stand.mockpay)]
        if found.status in (302, 303):
            found = fetch(found.leads_to or "")
        elif found.url.startswith(stand.worker) and forms:
            found = fetch(forms[0].action, forms[0].fields)
        else:
            break
    expect(found.url.startswith(stand.mockpay + "/pay/"),
           f"the checkout should lead to a pay page, and led to {found.url}: {found.text[:300]}")
    return found


def scanned(stand: Stand, reference: str) -> str:
    """The target of a code for the provider's app, found in the mock's list of open payments."""
    page = fetch(stand.mockpay + "/").text
    rows = [row for row in re.findall(r"<(?:tr|li)\b.*?</(?:tr|li)>", page, re.S) if reference in row]
    found = re.search(r'href="(/pay/[^"]+)"', rows[0]) if rows else None
    if not found:
        raise Failed(f"the pretend provider lists no payment for {reference}")
    return stand.mockpay + found.group(1)


def press(page: Answer, action: str, **more: str) -> Answer:
    """Presses a button of a pay page, then comes back to the shop as a browser would."""
    forms = [each for each in page.forms() if each.action.rstrip("/").endswith("/" + action)]
    expect(len(forms) >= 1, f"no button {action} on {page.url}")
    found = fetch(forms[0].action, {**forms[0].fields, **more})
    for _ in range(MOST_HOPS):
        back = [each for each in found.forms() if "/checkouts/" in each.action]
        if found.status in (302, 303):
            found = fetch(found.leads_to or "")
        elif back:
            found = fetch(back[0].action, back[0].fields)
        else:
            break
    return found


def pay(stand: Stand, form: Form) -> Answer:
    """Sends the buy form and pays on the mock's page; returns the last page in that browser."""
    checkout = check_out(stand, form)
    press(pay_page(stand, checkout), "pay")
    return wait_until_paid(stand, reference_of(checkout), checkout.cookie)


def wait_until_paid(stand: Stand, reference: str, cookie: str = "") -> Answer:
    """Waits for the checkout page to say that it is paid, in the browser with that cookie."""
    address = f"{stand.worker}/checkouts/{reference}"

    def paid() -> Answer | None:
        page = fetch(address, headers={"Cookie": cookie})
        return page if 'data-state="paid"' in page.text else None

    return wait_until(paid, PAID_SECONDS, f"{address} does not say that it is paid", pause=0.1)


def letter_for(stand: Stand, email: str) -> Letter:
    """Waits for the letter to an address."""
    return wait_until(
        lambda: next((each for each in letters(stand.mail) if each.recipient == email), None),
        MAIL_SECONDS, f"no letter to {email} in {stand.mail}")


def order_address(stand: Stand, letter: Letter) -> str:
    """The order page that a letter links to."""
    address = letter.order_address(stand.worker)
    expect(address is not None, f"{letter.path} has no link to {stand.worker}/orders/…")
    return address or ""


def reveal(page: Answer) -> str:
    """Presses the button that shows the codes, on the order page or on the checkout page of the
    browser that paid; returns the page with the codes."""
    expect_equal(page.status, 200, page.url)
    forms = [form for form in page.forms() if "/orders/" in form.action]
    expect_equal(len(forms), 1, f"forms on {page.url} that show the codes")
    shown = fetch(forms[0].action, forms[0].fields)
    expect_equal(shown.status, 200, "the order page with its codes")
    return shown.words()
