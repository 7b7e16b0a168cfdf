"""`_headers`: rules for static hosts, and a policy for browsers."""

import re
import urllib.parse

from .findings import Findings
from .folder import Output

MOST_RULES = 100
LONGEST_LINE = 2_000
# Each directive with its required and allowed sources.
POLICY = {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "connect-src": ["'self'", "origins"],
    "form-action": ["'self'", "origins"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
}
ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(:\d+)?")


def check_headers(output: Output, findings: Findings) -> int:
    """Checks the rules against the files; returns how many rules there are."""
    rules = _rules(output, findings)
    findings.expect(len(rules) <= MOST_RULES, "_headers", f"{len(rules)} rules")
    patterns = [pattern for pattern, _ in rules]
    findings.expect(len(set(patterns)) == len(patterns), "_headers", "a pattern is there twice")
    everywhere = dict(rules).get("/*", {})
    _policy(findings, everywhere.get("content-security-policy", ""))
    for name, value in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "strict-origin-when-cross-origin")]:
        findings.expect(everywhere.get(name) == value, "_headers", f"no {name}")
    for path in output.paths("*"):
        if (output.folder / path).is_file() and path not in ("_headers", "_redirects"):
            _caching(findings, path, rules)
    return len(rules)


def _rules(output: Output, findings: Findings) -> list[tuple[str, dict[str, str]]]:
    rules: list[tuple[str, dict[str, str]]] = []
    for number, line in enumerate(output.text("_headers").splitlines(), 1):
        where = f"_headers:{number}"
        findings.expect(len(line) <= LONGEST_LINE, where, f"{len(line)} characters")
        if not line:
            continue
        if line.startswith("/"):
            findings.expect(
                re.fullmatch(r"/[!-~]*", line) and line.count("*") <= 1, where, f"pattern {line}")
            rules.append((line, {}))
            continue
        header = re.fullmatch(r"  ([A-Za-z-]+): ([ -~]+)", line)
        if findings.expect(header and rules, where, f"no header: {line!r}"):
            name = header.group(1).lower()
            findings.expect(name not in rules[-1][1], where, f"{name} is there twice")
            rules[-1][1][name] = header.group(2)
    return rules


def _policy(findings: Findings, policy: str) -> None:
    found = {}
    for directive in policy.split("; "):
        name, *sources = directive.split(" ")
        findings.expect(name not in found, "_headers", f"{name} is there twice")
        found[name] = sources
    findings.expect(list(found) == list(POLICY), "_headers", f"directives {list(found)}")
    for name, expected in POLICY.items():
        sources = found.get(name, [])
        if expected[-1] != "origins":
            findings.expect(sources == expected, "_headers", f"{name} {sources}")
            continue
        findings.expect(
            sources[:1] == ["'self'"] and all(ORIGIN.fullmatch(each) for each in sources[1:])
            and len(set(sources)) == len(sources), "_headers", f"{name} {sources}")


def _caching(findings: Findings, path: str, rules: list) -> None:
    """At most one rule sets how long a file is cached; a file named by its content is immutable."""
    address = "/" + path.removesuffix("index.html")
    values = [headers["cache-control"] for pattern, headers in rules
              if "cache-control" in headers and _matches(pattern, address)]
    findings.expect(len(values) <= 1, path, f"Cache-Control of several rules: {values}")
    value = values[0] if values else ""
    if path.startswith("assets/"):
        findings.expect(value == "public, max-age=31536000, immutable", path, f"kept {value!r}")
    elif values:
        findings.expect("immutable" not in value, path, f"kept {value!r}")
    if path.endswith(".html") and values:
        findings.expect(value == "public, max-age=0, must-revalidate", path, f"kept {value!r}")


def _matches(pattern: str, address: str) -> bool:
    start, star, end = urllib.parse.unquote(pattern).partition("*")
    if not star:
        return address == start
    return address.startswith(start) and address.endswith(end)
