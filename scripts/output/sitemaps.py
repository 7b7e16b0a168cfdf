"""Sitemaps by the protocol's schema, by its limits, and against the pages."""

import html
import pathlib
import re
import urllib.robotparser

import xmlschema
from lxml import etree

from .findings import Findings
from .folder import Output

MOST_URLS = 50_000
MOST_BYTES = 50 * 1024 * 1024
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
XHTML_LINK = "{http://www.w3.org/1999/xhtml}link"


def check_sitemaps(output: Output, findings: Findings) -> int:
    """Checks every sitemap; returns how many addresses there are."""
    folder = pathlib.Path(__file__).parent
    urlset = xmlschema.XMLSchema11(folder / "sitemap.xsd")
    index = xmlschema.XMLSchema11(folder / "siteindex.xsd")
    names = ["sitemap.xml"]
    if etree.parse(output.folder / "sitemap.xml").getroot().tag == MAP + "sitemapindex":
        _validate(output, findings, "sitemap.xml", index)
        root = etree.parse(output.folder / "sitemap.xml").getroot()
        names = []
        for loc in root.iter(MAP + "loc"):
            findings.expect(output.holds(loc.text), "sitemap.xml", f"no file at {loc.text}")
            names.append(loc.text.removeprefix(output.base + "/"))
    urls = {}
    for name in names:
        _validate(output, findings, name, urlset)
        _urls(output, findings, name, urls)
    _alternates(findings, urls)
    _pages(output, findings, urls)
    _robots(output, findings, urls)
    return len(urls)


def _validate(output: Output, findings: Findings, name: str, schema) -> None:
    data = (output.folder / name).read_bytes()
    findings.expect(len(data) <= MOST_BYTES, name, f"{len(data)} bytes")
    for error in schema.iter_errors(output.folder / name):
        findings.add(name, f"{error.path}: {error.reason}")


def _urls(output: Output, findings: Findings, name: str, urls: dict) -> None:
    """Notes each address with its alternates."""
    count = 0
    for entry in etree.parse(output.folder / name).getroot():
        loc = entry.findtext(MAP + "loc")
        count += 1
        findings.expect(loc not in urls, name, f"{loc} is there twice")
        findings.expect(output.holds(loc), name, f"no page at {loc}")
        urls[loc] = {
            each.get("hreflang"): each.get("href") for each in entry.findall(XHTML_LINK)}
    findings.expect(count <= MOST_URLS, name, f"{count} addresses")


def _alternates(findings: Findings, urls: dict) -> None:
    """Every alternate is an address too and names the same alternates; each names itself."""
    for loc, alternates in urls.items():
        if not alternates:
            continue
        findings.expect(loc in alternates.values(), loc, "does not name itself")
        findings.expect("x-default" in alternates, loc, "no x-default")
        for href in alternates.values():
            findings.expect(urls.get(href) == alternates, loc, f"{href} does not answer it")


def _pages(output: Output, findings: Findings, urls: dict) -> None:
    """Exactly the pages that are their own canonical address, with the same alternates."""
    canonical = {}
    for path in output.paths("*.html"):
        head = output.text(path).partition("</head>")[0]
        own = re.search(r'<link rel="canonical" href="([^"]+)"', head)
        hidden = '<meta name="robots" content="noindex"' in head
        findings.expect(bool(own) or hidden, path, "neither canonical nor hidden")
        if own and not hidden and html.unescape(own.group(1)) == output.url(path):
            links = re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)"', head)
            canonical[output.url(path)] = {lang: html.unescape(href) for lang, href in links}
        elif own:
            findings.expect(
                output.holds(html.unescape(own.group(1))), path, f"no page at {own.group(1)}")
            findings.expect("hreflang=" not in head, path, "alternates of another page")
    # The search page is for people.
    searches = {output.url(f"{prefix}search/index.html") for prefix in output.languages.values()}
    for url in sorted(set(canonical) - set(urls) - searches):
        findings.add("sitemap.xml", f"lacks {url}")
    for url in sorted(set(urls) - set(canonical)):
        findings.add("sitemap.xml", f"names {url}, which is not canonical")
    for url in set(urls) & set(canonical):
        findings.expect(urls[url] == canonical[url], url, "page and sitemap differ in alternates")


def _robots(output: Output, findings: Findings, urls: dict) -> None:
    """robots.txt lets everybody in and names the sitemap."""
    robots = urllib.robotparser.RobotFileParser()
    robots.parse(output.text("robots.txt").splitlines())
    findings.expect(
        robots.site_maps() == [output.base + "/sitemap.xml"], "robots.txt", "no sitemap")
    for url in urls:
        findings.expect(robots.can_fetch("Googlebot", url), "robots.txt", f"bars {url}")
