"""Hostile or faulty clients, which keep connections open or flood the worker.

They run in a process of their own, so that they do not slow the measurement, and connect again at
once when the worker closes a connection. Each has an address of its own on loopback, 127.X.Y.Z.
"""

import asyncio
import contextlib
import multiprocessing
import random
import socket
import time
from dataclasses import dataclass

PAGE = b"GET /orders/lookup HTTP/1.1\r\nHost: localhost\r\n\r\n"
FORM = (b"POST /orders/lookup HTTP/1.1\r\nHost: localhost\r\nContent-Length: 27\r\n"
        b"Content-Type: application/x-www-form-urlencoded\r\n\r\nemail=flood%40flood.example")
HOOK = (b"POST /webhooks/stripe HTTP/1.1\r\nHost: localhost\r\nStripe-Signature: t=1,v1=0\r\n"
        b"Content-Length: 2\r\n\r\n{}")
# Requests that a flood sends without waiting for an answer.
BREATHLESS = 100
ALIVE = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
# The pause before connecting again, so that held connections do not become a flood of new ones.
PAUSE_SECONDS = 6
# Connections that are opened at once.
BREATH = 200


@dataclass(frozen=True)
class Crowd:
    """A number of clients of one kind, from a number of networks."""

    kind: str
    count: int
    networks: int


def address(number: int, networks: int) -> str:
    """The address of a client; networks are used evenly."""
    network, host = number % networks, number // networks
    return f"127.{100 + network // 250}.{network % 250}.{host % 250 + 1}"


async def idle(reader, _) -> None:
    """Sends nothing."""
    await reader.read()


async def slow_head(_, writer) -> None:
    """Sends a header, a letter at a time."""
    writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
    while True:
        writer.write(b"a")
        await writer.drain()
        await asyncio.sleep(1)


async def slow_body(_, writer) -> None:
    """Sends a long body without end."""
    writer.write(b"POST /webhooks/stripe HTTP/1.1\r\nHost: localhost\r\nStripe-Signature: t=1,v1=0\r\n"
                 b"Content-Length: 1048576\r\n\r\n" + b"a" * 1_000_000)
    while True:
        await writer.drain()
        await asyncio.sleep(1)
        writer.write(b"a")


async def endless(_, writer) -> None:
    """Sends chunks without end, as fast as they are read."""
    writer.write(b"POST /webhooks/paypal HTTP/1.1\r\nHost: localhost\r\n"
                 b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"2000\r\n" + b"a" * 0x2000 + b"\r\n")
        await writer.drain()
        await asyncio.sleep(0.05)


async def never_reads(_, writer) -> None:
    """Requests some pages, and reads none."""
    writer.transport.pause_reading()
    writer.write(PAGE * 10)
    while True:
        await writer.drain()
        await asyncio.sleep(1)


async def pipelines(reader, writer) -> None:
    """Sends twenty requests at once, reads the answers, and repeats."""
    while True:
        writer.write(ALIVE * 20)
        await writer.drain()
        answers = 0
        while answers < 20:
            piece = await reader.read(1 << 16)
            if not piece:
                return
            answers += piece.count(b"HTTP/1.1 200")
        await asyncio.sleep(2)


async def visit(port: int, crowd: Crowd, number: int, held) -> None:
    """Connects, sends one request, reads the answer, closes, and repeats at once."""
    while True:
        with contextlib.suppress(OSError, asyncio.TimeoutError):
            reader, writer = await asyncio.wait_for(asyncio.open_connection(
                "127.0.0.1", port, local_addr=(address(number, crowd.networks), 0)), 5)
            held[crowd.kind] = held.get(crowd.kind, 0) + 1
            try:
                writer.write(ALIVE)
                await asyncio.wait_for(reader.read(1 << 12), 5)
            finally:
                writer.transport.abort()
        await asyncio.sleep(0)


def floods(request: bytes):
    """Sends a hundred requests at once, reads some of the answers, and repeats."""
    async def flood(reader, writer) -> None:
        while True:
            writer.write(request * BREATHLESS)
            await writer.drain()
            if not await reader.read(1 << 16):
                return
            await asyncio.sleep(0.2)
    return flood


KINDS = {each.__name__: each for each in (
    idle, slow_head, slow_body, endless, never_reads, pipelines)} | {
        "pages": floods(PAGE), "missing": floods(PAGE.replace(b"/orders/lookup", b"/nothing")),
        "heads": floods(PAGE.replace(b"GET", b"HEAD")), "forms": floods(FORM),
        "hooks": floods(HOOK)}


async def one(port: int, crowd: Crowd, number: int, held) -> None:
    """Runs one client again and again."""
    await asyncio.sleep(number // BREATH * 0.1)
    while True:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            reader, writer = await asyncio.open_connection(
                "127.0.0.1", port, limit=1 << 16, local_addr=(address(number, crowd.networks), 0))
            held[crowd.kind] = held.get(crowd.kind, 0) + 1
            try:
                # A client that does not read notices only by the timeout that it was closed.
                await asyncio.wait_for(KINDS[crowd.kind](reader, writer), 30)
            except asyncio.TimeoutError:
                pass
            finally:
                writer.transport.abort()
        await asyncio.sleep(PAUSE_SECONDS * (0.5 + random.random()))


def run_crowds(port: int, crowds: list[Crowd], made) -> None:
    """The body of their process; `made` counts the connections."""
    held: dict[str, int] = {}

    async def everybody() -> None:
        for crowd in crowds:
            for number in range(crowd.count):
                client = visit if crowd.kind == "visits" else one
                asyncio.create_task(client(port, crowd, number, held))
        while True:
            await asyncio.sleep(0.2)
            made.value = sum(held.values())

    asyncio.run(everybody())


@contextlib.contextmanager
def crowds_at(port: int, crowds: list[Crowd]):
    """Starts the clients; yields a function that tells how many connections they have made."""
    made = multiprocessing.Value("q", 0)
    process = multiprocessing.Process(target=run_crowds, args=(port, crowds, made), daemon=True)
    process.start()
    try:
        yield made
    finally:
        process.kill()
        process.join()


def seconds_of(port: int, request: bytes) -> tuple[int, float]:
    """Sends one request over a connection of its own; returns status and seconds."""
    begun = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), 20, ("127.0.0.9", 0)) as end:
        end.sendall(request)
        answer = end.recv(4096)
    words = answer.split(b" ", 2)
    return int(words[1]) if len(words) > 1 else 0, time.monotonic() - begun
