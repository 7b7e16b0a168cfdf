"""JSON-LD by a schema of the shapes that search engines document, and against the page."""

import html
import json
import pathlib
import re

import jsonschema

from .findings import Findings
from .folder import Output

SCRIPT = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)
# The things that each kind of page must have.
EXPECTED = {
    "home": {"Organization", "WebSite"},
    "product": {"Product", "BreadcrumbList"},
    "list": {"ItemList", "BreadcrumbList"},
    "text": {"BreadcrumbList"},
}
LISTS = ("categories", "scenarios", "tags", "labels", "brands")


def check_structured(output: Output, findings: Findings) -> int:
    """Checks every page's JSON-LD; returns how many things there are."""
    text = pathlib.Path(__file__).with_name("structured.schema.json").read_text(encoding="utf-8")
    validator = jsonschema.Draft202012Validator(json.loads(text))
    count = 0
    for path in output.paths("*.html"):
        page = output.text(path)
        things = []
        for script in SCRIPT.findall(page):
            try:
                data = json.loads(script)
            except ValueError as error:
                findings.add(path, f"JSON-LD: {error}")
                continue
            for error in validator.iter_errors(data):
                best = jsonschema.exceptions.best_match([error])
                findings.add(path, f"JSON-LD {best.json_path}: {best.message[:200]}")
            things += data.get("@graph", [])
        count += len(things)
        _expected(output, findings, path, page, {each["@type"] for each in things})
        for thing in things:
            _against_page(output, findings, path, page, thing)
    return count


def _expected(output: Output, findings: Findings, path: str, page: str, types: set) -> None:
    kind = _kind(output, path)
    if kind is None:
        return
    expected = EXPECTED[kind]
    if kind == "list" and 'class="card"' not in page:
        expected = expected - {"ItemList"}
    findings.expect(types == expected, path, f"JSON-LD of {sorted(types)}")


def _kind(output: Output, path: str) -> str | None:
    """The kind of page; None for 404, search and pages that only redirect."""
    prefixes = filter(None, output.languages.values())
    prefix = next((each for each in prefixes if path.startswith(each)), "")
    parts = path.removeprefix(prefix).split("/")
    if parts[-1] != "index.html" or parts[0] == "search":
        return None
    if 'content="noindex"' in output.text(path):
        return None
    if len(parts) == 1:
        return "home"
    if parts[0] in LISTS or parts[0] == "products" and (
            len(parts) == 2 or _is_list(output, path)):
        return "list"
    return "product" if parts[0] == "products" else "text"


def _is_list(output: Output, path: str) -> bool:
    """Whether a page below /products/ is a form of the list of everything."""
    return 'content="product"' not in output.text(path).partition("</head>")[0]


def _against_page(output: Output, findings: Findings, path: str, page: str, thing: dict) -> None:
    if thing["@type"] == "Product":
        offers = thing["offers"] if isinstance(thing["offers"], list) else [thing["offers"]]
        offer = offers[0]
        currencies = [each["priceCurrency"] for each in offers]
        findings.expect(len(set(currencies)) == len(offers), path, f"offers in {currencies}")
        for name, value in [
                ("product:price:amount", offer["price"]),
                ("product:price:currency", offer["priceCurrency"])]:
            findings.expect(
                f'<meta property="{name}" content="{value}">' in page, path,
                f"JSON-LD and Open Graph differ in {name}")
        findings.expect(output.url(path) == thing["url"] == offer["url"], path, "wrong url")
    if thing["@type"] == "ItemList":
        items = thing["itemListElement"]
        cards = re.findall(r'<li class="card"', page)
        findings.expect(len(items) == len(cards), path, f"{len(items)} of {len(cards)} cards")
        number = re.search(r"/page/(\d+)/index\.html$", path)
        first = 1 + 48 * (int(number.group(1)) - 1 if number else 0)
        places = [each["position"] for each in items]
        findings.expect(
            places == list(range(first, first + len(items))), path, f"positions {places[:3]} …")
        for each in items:
            findings.expect(output.holds(each["url"]), path, f"no page at {each['url']}")
    if thing["@type"] == "BreadcrumbList":
        steps = thing["itemListElement"]
        findings.expect(
            [each["position"] for each in steps] == list(range(1, len(steps) + 1)), path,
            "the steps are not counted")
        for each in steps:
            findings.expect(output.holds(each["item"]), path, f"no page at {each['item']}")
        findings.expect(steps[-1]["item"] == output.url(path), path, "the way leads elsewhere")
    if thing["@type"] == "WebSite":
        template = thing["potentialAction"]["target"]["urlTemplate"]
        url = template.partition("?")[0]
        findings.expect(output.holds(url), path, f"no search page at {url}")
        action = html.escape(url.removeprefix(output.base))
        findings.expect(f'action="{action}"' in page, path, "the search form goes elsewhere")
