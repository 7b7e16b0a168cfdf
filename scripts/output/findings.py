"""The findings of checks, collected so that one run reports all."""

from rig.steps import Failed

# Only so many are shown, since a broken template repeats its mistake on every page.
SHOWN = 20


class Findings:
    """Sentences, each about one file."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def expect(self, holds: bool, path: str, words: str) -> bool:
        """Records a sentence about a file when a check does not hold."""
        if not holds:
            self.found.append(f"{path}: {words}")
        return bool(holds)

    def add(self, path: str, words: str) -> None:
        self.found.append(f"{path}: {words}")

    def close(self) -> None:
        """Fails when anything was recorded."""
        if not self.found:
            return
        rest = len(self.found) - SHOWN
        more = [f"and {rest} more"] if rest > 0 else []
        raise Failed("\n        ".join(self.found[:SHOWN] + more))
