"""Starts, watches and ends our own programs."""

import contextlib
import fcntl
import os
import pathlib
import signal
import socket
import subprocess
import urllib.error
import urllib.request

from .steps import Failed, wait_until

ROOT = pathlib.Path(__file__).resolve().parents[2]
START_SECONDS = 60
STOP_SECONDS = 60


def program(name: str) -> str:
    """The path of a built program."""
    folder = os.environ.get("CARDSTOCK_BIN", str(ROOT / ".build" / "debug"))
    path = pathlib.Path(folder) / name
    if not path.exists():
        raise Failed(f"{path} is missing: run `swift build` first")
    return str(path)


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now, all different."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def run(*command: str, allowed: tuple[int, ...] = (0,)) -> subprocess.CompletedProcess:
    """Runs a command to its end; a failure shows its output."""
    done = subprocess.run(
        command, cwd=ROOT, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, timeout=300, check=False)
    if done.returncode not in allowed:
        name = pathlib.Path(command[0]).name
        said = (done.stdout + done.stderr).strip()
        raise Failed(f"{name} {' '.join(command[1:3])} ended with {done.returncode}: {said}")
    return done


def build_shop(shop: pathlib.Path, public: pathlib.Path, *options: str) -> str:
    """Builds a shop; returns what the build says. Checks beside each other build one after the other,
    since a build refuses to run while another writes of the same shop."""
    with open(ROOT / ".build" / "shop.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return run(program("cardstock"), "build", "--shop", str(shop), "--output", str(public),
                   *options).stdout.strip()


class Program:
    """A program that runs until it is stopped; its output goes to a file.

    `through` is a command that starts it. The program has a process group of its own, so that
    Ctrl-C reaches only the script, which then ends everything in order.
    """

    def __init__(self, name: str, *arguments: str, log: pathlib.Path, environment=None,
                 through: tuple[str, ...] = ()) -> None:
        self.name = name
        self.log = log
        with open(log, "ab") as output:
            self.process = subprocess.Popen(
                [*through, program(name), *arguments], cwd=ROOT, env=environment,
                stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True)

    def wait_for(self, url: str) -> None:
        """Waits until it answers at an address with success."""

        def answers() -> bool:
            if self.process.poll() is not None:
                raise Failed(
                    f"{self.name} ended with {self.process.returncode}: {self.last_words()}")
            try:
                with urllib.request.urlopen(url, timeout=5) as answer:
                    return answer.status == 200
            except (urllib.error.URLError, OSError):
                return False

        wait_until(answers, START_SECONDS, f"{self.name} does not answer at {url}")

    def last_words(self) -> str:
        """The end of its output."""
        return self.log.read_text(errors="replace")[-2000:]

    def stop(self) -> int:
        """Asks it to stop and waits; returns its exit code."""
        if self.process.poll() is None:
            os.kill(self._own_process(), signal.SIGTERM)
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            raise Failed(f"{self.name} did not stop within {STOP_SECONDS} s") from None

    def _own_process(self) -> int:
        """The program's process; a command that it was started through waits for it."""
        leader = self.process.pid
        for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
            with contextlib.suppress(OSError):
                fields = stat.read_text().rpartition(")")[2].split()
                if int(fields[1]) == leader and int(fields[2]) == leader:
                    return int(stat.parent.name)
        return leader

    def kill(self) -> None:
        """Ends it at once, wherever it is."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
