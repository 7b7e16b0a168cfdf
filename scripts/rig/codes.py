"""Made-up card codes."""

import pathlib
import random

LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"


def make_codes(count: int, chance: random.Random) -> list[str]:
    """Codes in four groups of four, all different."""
    codes: dict[str, None] = {}
    while len(codes) < count:
        groups = ("".join(chance.choices(LETTERS, k=4)) for _ in range(4))
        codes["-".join(groups)] = None
    return list(codes)


def write_codes(path: pathlib.Path, codes: list[str]) -> pathlib.Path:
    """Writes codes as a supplier would send them: a CSV file with a header."""
    path.parent.mkdir(exist_ok=True)
    path.write_text("code\n" + "".join(f"{code}\n" for code in codes))
    return path
