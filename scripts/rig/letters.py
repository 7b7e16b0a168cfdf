"""Reads the letters that the folder transport wrote."""

import email
import email.message
import email.policy
import pathlib
import re


class Letter:
    """One .eml file."""

    def __init__(self, path: pathlib.Path) -> None:
        self.path = path
        self.message: email.message.EmailMessage = email.message_from_bytes(
            path.read_bytes(), policy=email.policy.SMTP)

    @property
    def recipient(self) -> str:
        return self.message["To"].addresses[0].addr_spec

    @property
    def domain(self) -> str:
        return self.recipient.rpartition("@")[2]

    def part(self, kind: str) -> str:
        """The text of its plain or html part."""
        body = self.message.get_body(preferencelist=(kind,))
        return body.get_content() if body else ""

    def order_address(self, origin: str) -> str | None:
        """The link to the order page."""
        found = re.search(re.escape(origin) + r"/orders/[A-Za-z0-9_-]{20,}", self.part("plain"))
        return found.group() if found else None

    def codes_among(self, codes) -> list[str]:
        """Which of these codes are in its plain text."""
        words = set(re.findall(r"[A-Z0-9-]{8,}", self.part("plain")))
        return sorted(words.intersection(codes))


def count(folder: pathlib.Path) -> int:
    """How many letters there are, without reading them."""
    return sum(1 for _ in folder.glob("*.eml"))


def letters(folder: pathlib.Path) -> list[Letter]:
    """All complete letters of a folder."""
    return [Letter(path) for path in sorted(folder.glob("*.eml"))]
