"""The folder that a build wrote, as a visitor of the finished shop would see it."""

import json
import pathlib
import re
import urllib.parse


class Output:
    """Files by their address."""

    def __init__(self, folder: pathlib.Path) -> None:
        self.folder = folder
        catalog = json.loads(self.text("catalog.json"))
        self.base = catalog["shop"]["baseURL"]
        self.default_language = catalog["shop"]["language"]
        self.products = catalog["products"]
        self.languages = self._languages()

    def _languages(self) -> dict[str, str]:
        """The folder of each language, such as `en/`, by its tag."""
        found = {}
        for home in [self.folder / "index.html", *sorted(self.folder.glob("*/index.html"))]:
            text = home.read_text(encoding="utf-8")
            tag = re.search(r'<html lang="([^"]+)"', text).group(1)
            prefix = home.parent.relative_to(self.folder).as_posix()
            if prefix == "." or tag != self.default_language:
                found[tag] = "" if prefix == "." else prefix + "/"
        return found

    def text(self, path: str) -> str:
        """One file; bytes that are not UTF-8 are an error."""
        return (self.folder / path).read_bytes().decode("utf-8")

    def paths(self, pattern: str) -> list[str]:
        """Files by pattern, from the folder, in order."""
        found = (each.relative_to(self.folder).as_posix() for each in self.folder.rglob(pattern))
        return sorted(found)

    def url(self, path: str) -> str:
        """The absolute address of a file, as the shop writes it."""
        path = path.removesuffix("index.html")
        return self.base + urllib.parse.quote("/" + path, safe="/-._~!$()*+,;=:@")

    def holds(self, url: str) -> bool:
        """Whether an absolute address leads to a file of this folder."""
        if not url.startswith(self.base + "/"):
            return False
        path = urllib.parse.unquote(urllib.parse.urlsplit(url).path).lstrip("/")
        if path == "" or path.endswith("/"):
            path += "index.html"
        return (self.folder / path).is_file()
