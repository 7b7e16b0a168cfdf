"""One purchase, as a buyer makes it: through the shop's own pages and forms."""

from .forms import Form, fetch
from .letters import Letter, letters
from .stand import Stand
from .steps import expect, expect_equal, wait_until

MAIL_SECONDS = 20


def fill_buy_form(stand: Stand, path: str, email: str) -> Form:
    """Opens a product page and fills in its buy form."""
    page = fetch(stand.site + path)
    expect_equal(page.status, 200, f"the product page {path}")
    forms = [form for form in page.forms() if form.action == stand.worker + "/checkout"]
    expect_equal(len(forms), 1, f"buy forms on {path}")
    forms[0].fields["email"] = email
    return forms[0]


def pay(stand: Stand, form: Form) -> str:
    """Sends the buy form and pays on the mock's page; returns where the buyer ends."""
    started = fetch(form.action, form.fields)
    expect_equal(started.status, 303, f"the answer to the buy form ({started.text[:200]})")
    expect((started.leads_to or "").startswith(stand.mockpay + "/pay/"),
           f"the buy form should lead to the pay page, and led to {started.leads_to}")
    pay_page = fetch(started.leads_to or "")
    pay_forms = [each for each in pay_page.forms() if each.action.endswith("/pay")]
    expect_equal(len(pay_forms), 1, "pay buttons on the pay page")
    paid = fetch(pay_forms[0].action, pay_forms[0].fields)
    expect_equal(paid.status, 303, "the answer to the pay button")
    thanks = fetch(paid.leads_to or "")
    expect_equal(thanks.status, 200, f"the page after paying, {paid.leads_to}")
    return thanks.url


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


def reveal(address: str) -> str:
    """Presses the button of an order page; returns the page with the codes."""
    page = fetch(address)
    expect_equal(page.status, 200, "the order page")
    forms = [form for form in page.forms() if form.action == address]
    expect_equal(len(forms), 1, "forms on the order page that show the codes")
    shown = fetch(address, forms[0].fields)
    expect_equal(shown.status, 200, "the order page with its codes")
    return shown.words()
