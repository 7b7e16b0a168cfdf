"""A simple HTTP client that reads and sends forms."""

import html
import html.parser
import re
import urllib.error
import urllib.parse
import urllib.request


class Form:
    """A form of a page with the values it would send."""

    def __init__(self, action: str, method: str) -> None:
        self.action = action
        self.method = method
        self.fields: dict[str, str] = {}


class _FormReader(html.parser.HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._is_inside = False
        self._list: str | None = None

    def handle_starttag(self, tag, attrs) -> None:
        given = dict(attrs)
        if tag == "form":
            self.forms.append(Form(given.get("action") or "", given.get("method") or "get"))
            self._is_inside = True
        is_chosen = given.get("type") != "radio" or "checked" in given
        if tag == "select":
            self._list = given.get("name")
        if tag == "option" and self._list and self._is_inside:
            # The first one, as a browser sends it, unless another is selected.
            fields = self.forms[-1].fields
            if self._list not in fields or "selected" in given:
                fields[self._list] = given.get("value") or ""
        if tag in ("input", "button") and self._is_inside and given.get("name") and is_chosen:
            self.forms[-1].fields[given["name"]] = given.get("value") or ""

    def handle_endtag(self, tag) -> None:
        if tag == "form":
            self._is_inside = False


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *arguments):
        return None


class Answer:
    """An answer: the last address, the status, the text, the redirect's target."""

    def __init__(self, url: str, response) -> None:
        self.url = url
        self.status = response.status
        self.headers = response.headers
        self.text = response.read().decode(errors="replace")
        location = response.headers.get("Location")
        self.leads_to = urllib.parse.urljoin(url, location) if location else None
        # What a browser would send with its next request: "name=value".
        self.cookie = (response.headers.get("Set-Cookie") or "").split(";")[0]

    def words(self) -> str:
        """The text without markup."""
        return html.unescape(re.sub(r"<[^>]*>", "", self.text))

    def forms(self) -> list[Form]:
        """The forms of the page, with absolute actions."""
        reader = _FormReader()
        reader.feed(self.text)
        for form in reader.forms:
            form.action = urllib.parse.urljoin(self.url, form.action)
        return reader.forms


def fetch(url: str, fields: dict[str, str] | None = None, headers=None) -> Answer:
    """Gets a page, or posts fields to it; redirects are returned, not followed."""
    body = urllib.parse.urlencode(fields).encode() if fields is not None else None
    request = urllib.request.Request(url, body, headers or {})
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=40) as response:
            return Answer(url, response)
    except urllib.error.HTTPError as error:
        return Answer(url, error)
