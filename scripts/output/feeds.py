"""RSS 2.0, Atom 1.0 and JSON Feed 1.1, by feedparser and by rules it does not check."""

import datetime
import email.utils
import json
import pathlib
import re

import feedparser
import jsonschema
from lxml import etree

from .findings import Findings
from .folder import Output

MOST_ITEMS = 50
ATOM = "{http://www.w3.org/2005/Atom}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,8})*")
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")

# How often the specification allows each element: at least, at most (None: any number).
RSS_CHANNEL = {
    "title": (1, 1), "link": (1, 1), "description": (1, 1), "language": (1, 1),
    "lastBuildDate": (1, 1), f"{ATOM}link": (1, 1), "item": (0, MOST_ITEMS)}
RSS_ITEM = {
    "title": (1, 1), "link": (1, 1), "guid": (1, 1), "pubDate": (1, 1), "category": (0, None),
    "description": (1, 1)}
ATOM_FEED = {
    "id": (1, 1), "title": (1, 1), "subtitle": (0, 1), "updated": (1, 1), "author": (1, None),
    "link": (2, None), "entry": (0, MOST_ITEMS)}
ATOM_ENTRY = {
    "id": (1, 1), "title": (1, 1), "link": (1, None), "published": (1, 1), "updated": (1, 1),
    "category": (0, None), "summary": (1, 1), "author": (0, None)}


def check_feeds(output: Output, findings: Findings) -> int:
    """Checks every feed; returns how many there are."""
    schema = json.loads(pathlib.Path(__file__).with_name("feed.schema.json").read_text())
    validator = jsonschema.Draft202012Validator(
        schema, format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER)
    count = 0
    for language, prefix in output.languages.items():
        homes = [prefix + "index.html"]
        homes += [each for each in output.paths("index.html")
                  if re.fullmatch(re.escape(prefix) + r"categories/[^/]+/index\.html", each)]
        for home in homes:
            folder = home.removesuffix("index.html")
            _announced(output, findings, home)
            rss = _rss(output, findings, folder, language)
            atom = _atom(output, findings, folder, language)
            feed = _json(output, findings, folder, language, validator)
            findings.expect(
                rss == atom == feed, folder, f"the three feeds differ: {rss} {atom} {feed}")
            count += 3
    return count


def _announced(output: Output, findings: Findings, home: str) -> None:
    """The page names its feeds, by addresses from the root."""
    text = output.text(home)
    links = re.findall(r'<link rel="alternate" type="([^"]+)" title="[^"]+" href="([^"]+)">', text)
    base = output.url(home).removeprefix(output.base)
    expected = [
        ("application/rss+xml", base + "rss.xml"), ("application/atom+xml", base + "atom.xml"),
        ("application/feed+json", base + "feed.json")]
    found = [(kind, href.replace("&amp;", "&")) for kind, href in links]
    findings.expect(found == expected, home, f"expected links to {expected}, found {found}")


def _parse(output: Output, findings: Findings, path: str, version: str):
    """Parses the file by feedparser and a strict XML parser; None when it is not XML."""
    data = (output.folder / path).read_bytes()
    parsed = feedparser.parse(data, response_headers={"content-type": "application/xml"})
    findings.expect(not parsed.bozo, path, f"feedparser: {parsed.get('bozo_exception')}")
    findings.expect(parsed.version == version, path, f"feedparser takes it for {parsed.version!r}")
    findings.expect(
        data.startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n'), path, "no XML declaration")
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False)), parsed
    except etree.XMLSyntaxError as error:
        findings.add(path, f"not well-formed: {error}")
        return None, parsed


def _children(findings: Findings, path: str, element, allowed: dict, namespace: str = "") -> None:
    """Checks that every child is allowed, and occurs as often as it should."""
    tags = [child.tag for child in element]
    names = {name if name.startswith("{") else namespace + name for name in allowed}
    for tag in sorted(set(tags) - names):
        findings.add(path, f"<{element.tag}> holds an unexpected <{tag}>")
    for name, (least, most) in allowed.items():
        count = tags.count(name if name.startswith("{") else namespace + name)
        findings.expect(
            count >= least and (most is None or count <= most), path,
            f"<{element.tag}> holds {count} <{name}>, expected {least} to {most}")


def _rss(output: Output, findings: Findings, folder: str, language: str) -> list[str]:
    path = folder + "rss.xml"
    root, parsed = _parse(output, findings, path, "rss20")
    if root is None:
        return []
    findings.expect(root.tag == "rss" and root.get("version") == "2.0", path, "no RSS 2.0")
    findings.expect([each.tag for each in root] == ["channel"], path, "expected one channel")
    channel = root[0]
    _children(findings, path, channel, RSS_CHANNEL)
    findings.expect(
        channel.findtext("link") == output.url(folder + "index.html"), path,
        f"channel's link is {channel.findtext('link')}")
    own = channel.find(ATOM + "link")
    findings.expect(
        own is not None and own.get("rel") == "self" and own.get("href") == output.url(path)
        and own.get("type") == "application/rss+xml", path, "no link to itself")
    findings.expect(channel.findtext("language") == language, path, "wrong language")
    findings.expect(bool(channel.findtext("description")), path, "no description")
    _rfc822(findings, path, channel.findtext("lastBuildDate"))
    dates = [_rss_item(output, findings, path, item) for item in channel.findall("item")]
    findings.expect(dates == sorted(dates, reverse=True), path, "not newest first")
    guids = [item.findtext("guid") for item in channel.findall("item")]
    findings.expect(len(set(guids)) == len(guids), path, "a guid is there twice")
    findings.expect(
        [entry.get("id") for entry in parsed.entries] == guids, path, "feedparser reads other ids")
    return guids


def _rss_item(output: Output, findings: Findings, path: str, item):
    _children(findings, path, item, RSS_ITEM)
    guid = item.find("guid")
    findings.expect(guid.get("isPermaLink") == "false", path, "guid passes for an address")
    findings.expect(URI.fullmatch(guid.text or ""), path, f"guid {guid.text!r}")
    findings.expect(
        output.holds(item.findtext("link") or ""), path, f"no page at {item.findtext('link')}")
    for name in ["title", "description"]:
        findings.expect(bool((item.findtext(name) or "").strip()), path, f"an empty {name}")
    return _rfc822(findings, path, item.findtext("pubDate"))


def _rfc822(findings: Findings, path: str, text: str | None):
    """Reads a date, whose weekday must be right."""
    try:
        moment = email.utils.parsedate_to_datetime(text or "")
    except ValueError:
        findings.add(path, f"no RFC 822 date: {text!r}")
        return datetime.datetime.min.replace(tzinfo=datetime.timezone.utc)
    findings.expect(
        text[:3] == WEEKDAYS[moment.weekday()] and text.endswith(" GMT"), path, f"date {text!r}")
    return moment


def _atom(output: Output, findings: Findings, folder: str, language: str) -> list[str]:
    path = folder + "atom.xml"
    root, parsed = _parse(output, findings, path, "atom10")
    if root is None:
        return []
    findings.expect(root.tag == ATOM + "feed", path, f"root is {root.tag}")
    findings.expect(root.get(XML_LANG) == language, path, f"xml:lang {root.get(XML_LANG)!r}")
    _children(findings, path, root, ATOM_FEED, ATOM)
    for author in root.findall(ATOM + "author"):
        _children(findings, path, author, {"name": (1, 1), "uri": (0, 1), "email": (0, 1)}, ATOM)
    page = output.url(folder + "index.html")
    links = [(each.get("rel"), each.get("type"), each.get("href"))
             for each in root.findall(ATOM + "link")]
    expected = [
        ("self", "application/atom+xml", output.url(path)), ("alternate", "text/html", page)]
    findings.expect(links == expected, path, f"links: {links}")
    entries = root.findall(ATOM + "entry")
    for entry in entries:
        _atom_entry(output, findings, path, entry)
    ids = [entry.findtext(ATOM + "id") for entry in entries]
    findings.expect(len(set(ids)) == len(ids), path, "an id is there twice")
    updates = [each.findtext(ATOM + "updated") for each in [root, *entries]]
    for text in updates:
        findings.expect(RFC3339.fullmatch(text or ""), path, f"no RFC 3339 date: {text!r}")
    findings.expect(updates[0] == max(updates), path, "not dated by its newest entry")
    findings.expect(URI.fullmatch(root.findtext(ATOM + "id") or ""), path, "feed's id is no IRI")
    findings.expect(
        [entry.get("id") for entry in parsed.entries] == ids, path, "feedparser reads other ids")
    return ids


def _atom_entry(output: Output, findings: Findings, path: str, entry) -> None:
    _children(findings, path, entry, ATOM_ENTRY, ATOM)
    findings.expect(
        URI.fullmatch(entry.findtext(ATOM + "id") or ""), path, "an entry's id is no IRI")
    findings.expect(
        RFC3339.fullmatch(entry.findtext(ATOM + "published") or ""), path, "published is no date")
    lang = entry.get(XML_LANG)
    findings.expect(lang is None or LANGUAGE.fullmatch(lang), path, f"xml:lang {lang!r}")
    for link in entry.findall(ATOM + "link"):
        findings.expect(link.get("rel") == "alternate", path, f"link rel={link.get('rel')!r}")
        findings.expect(output.holds(link.get("href")), path, f"no page at {link.get('href')}")
    for category in entry.findall(ATOM + "category"):
        findings.expect(bool(category.get("term")), path, "a category without a term")


def _json(output: Output, findings: Findings, folder: str, language: str, validator) -> list[str]:
    path = folder + "feed.json"
    feed = json.loads(output.text(path))
    for error in validator.iter_errors(feed):
        findings.add(path, f"{error.json_path}: {error.message[:200]}")
    findings.expect(feed["feed_url"] == output.url(path), path, f"feed_url {feed['feed_url']}")
    findings.expect(
        feed["home_page_url"] == output.url(folder + "index.html"), path, "wrong home page")
    findings.expect(feed["language"] == language, path, f"language {feed['language']}")
    for item in feed["items"]:
        findings.expect(output.holds(item["url"]), path, f"no page at {item['url']}")
    ids = [item["id"] for item in feed["items"]]
    findings.expect(len(set(ids)) == len(ids), path, "an id is there twice")
    return ids
