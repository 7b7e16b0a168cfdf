"""Prints each step with the time it took."""

import argparse
import contextlib
import sys
import time


class Failed(Exception):
    """A check did not hold; its text says what was expected and what was found."""


class Steps:
    """Counts the checks that passed, and stops at the first that fails."""

    def __init__(self) -> None:
        self.passed = 0

    @contextlib.contextmanager
    def step(self, words: str):
        """Runs one step; its notes are printed below its name."""
        begun = time.monotonic()
        notes: list[str] = []
        try:
            yield notes.append
        except BaseException:
            print(f"not ok  {words}", flush=True)
            raise
        self.passed += 1
        print(f"ok {time.monotonic() - begun:7.2f} s  {words}", flush=True)
        for note in notes:
            print(f"               {note}", flush=True)


def expect(holds: bool, words: str) -> None:
    """Fails with a message when a check does not hold."""
    if not holds:
        raise Failed(words)


def expect_equal(found, expected, words: str) -> None:
    """Fails with both values when they differ."""
    expect(found == expected, f"{words}: expected {expected!r}, found {found!r}")


def wait_until(condition, seconds: float, words: str, pause: float = 0.02):
    """Calls `condition` until its result is true or not empty; returns the result."""
    end = time.monotonic() + seconds
    while True:
        answer = condition()
        if answer:
            return answer
        if time.monotonic() > end:
            raise Failed(f"{words}: nothing after {seconds:g} s")
        time.sleep(pause)


def run_main(body, description: str | None = None) -> None:
    """Runs a script's body; a failed check is one line and exit code 1, not a trace.

    A script without options of its own gives its description, so that `--help` explains it and a
    misspelt option is refused instead of ignored.
    """
    if description is not None:
        argparse.ArgumentParser(
            description=description,
            formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    steps = Steps()
    try:
        body(steps)
    except Failed as failure:
        print(f"        {failure}\n{steps.passed} passed, 1 failed", flush=True)
        sys.exit(1)
    except KeyboardInterrupt:
        print("        stopped before the end", flush=True)
        sys.exit(130)
    print(f"{steps.passed} passed, 0 failed", flush=True)
