"""Mail servers on loopback: real ones by aiosmtpd, and scripted ones that misbehave.

Usage: smtp_server.py FOLDER. Prints {"NAME": PORT, ...}; writes what it accepts to
FOLDER/NAME.eml and FOLDER/NAME.json; FOLDER/NAME.log holds each command that a scripted server
got. Ends with its standard input.
"""

import asyncio
import json
import pathlib
import sys

from aiosmtpd.smtp import SMTP, AuthResult

import certificates

FOLDER = pathlib.Path(sys.argv[1])
DROP, SILENT, DRIP, FLOOD = object(), object(), object(), object()


class Keeper:
    """Keeps the last message under the server's name."""

    def __init__(self, name):
        self.name = name

    async def handle_DATA(self, server, session, envelope):
        facts = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "isEncrypted": server.transport.get_extra_info("ssl_object") is not None,
            "isAuthenticated": session.authenticated or False,
            "client": session.host_name,
        }
        (FOLDER / f"{self.name}.eml").write_bytes(envelope.original_content)
        (FOLDER / f"{self.name}.json").write_text(json.dumps(facts))
        return "250 2.0.0 kept"


def log_in(server, session, envelope, mechanism, data):
    isRight = data.login == b"shop" and data.password == b"right p\xc3\xa4ss"
    return AuthResult(success=isRight, handled=False)


def real(name, certificate=None, implicit=False, auth=False, limit=None):
    """A factory for one conversation with aiosmtpd."""
    context = certificates.context(FOLDER, certificate) if certificate else None

    def factory():
        return SMTP(
            Keeper(name),
            hostname="mail.test",
            tls_context=None if implicit else context,
            require_starttls=context is not None and not implicit,
            authenticator=log_in if auth else None,
            auth_required=auth,
            # With TLS from the first byte aiosmtpd does not know that there is TLS.
            auth_require_tls=not implicit,
            data_size_limit=limit,
        )

    return factory, context if implicit else None


class Scripted:
    """Answers each command with its own line, or in a way that no server should."""

    HONEST = {
        "BANNER": "220 mail.test ESMTP",
        "EHLO": "250-mail.test\r\n250 8BITMIME",
        "HELO": "250 mail.test",
        "MAIL": "250 2.1.0 ok",
        "RCPT": "250 2.1.5 ok",
        "DATA": "354 go on",
        "DOT": "250 2.0.0 taken",
        "NOOP": "250 ok",
        "QUIT": "221 bye",
    }

    def __init__(self, name, **replies):
        self.name = name
        self.replies = self.HONEST | replies

    async def say(self, step, writer):
        reply = self.replies.get(step, "502 5.5.1 what")
        if reply is SILENT:
            await asyncio.sleep(3600)
        if reply is DROP:
            writer.transport.abort()
            raise ConnectionError
        if reply is DRIP:
            for byte in b"250-" + b"x" * 4000:
                writer.write(bytes([byte]))
                await writer.drain()
                await asyncio.sleep(0.1)
        if reply is FLOOD:
            for _ in range(20_000):
                writer.write(b"250-" + b"more and more " * 10 + b"\r\n")
                await writer.drain()
            reply = "250 enough"
        writer.write(reply.encode() + b"\r\n")
        await writer.drain()

    async def converse(self, reader, writer):
        log = (FOLDER / f"{self.name}.log").open("a")
        try:
            await self.say("BANNER", writer)
            while line := await reader.readline():
                log.write(line.decode("ascii", "replace"))
                log.flush()
                verb = line[:4].decode("ascii", "replace").upper()
                if verb == "STAR":
                    verb = "STARTTLS"
                await self.say(verb, writer)
                if verb == "DATA" and self.replies["DATA"].startswith("354"):
                    if self.replies.get("CUT"):
                        await reader.read(1)
                        writer.transport.abort()
                        return
                    await reader.readuntil(b"\r\n.\r\n")
                    await self.say("DOT", writer)
                if verb == "QUIT":
                    break
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            log.close()
            writer.close()


SCRIPTS = {
    "honest": {},
    # 4xx and 5xx at every step.
    "banner-421": {"BANNER": "421 4.3.2 later"},
    "banner-554": {"BANNER": "554 5.7.1 not you"},
    "ehlo-421": {"EHLO": "421 4.3.2 later", "HELO": "421 4.3.2 later"},
    "ehlo-550": {"EHLO": "550 5.7.1 not you", "HELO": "550 5.7.1 not you"},
    "mail-451": {"MAIL": "451 4.3.0 later"},
    "mail-421": {"MAIL": "421 4.3.2 later"},
    "mail-550": {"MAIL": "550 5.7.1 not as that sender"},
    "rcpt-450": {"RCPT": "450 4.2.1 busy"},
    "rcpt-451": {"RCPT": "451 4.7.1 grey"},
    "rcpt-452": {"RCPT": "452 4.2.2 full"},
    "rcpt-421": {"RCPT": "421 4.3.2 later"},
    "rcpt-550": {"RCPT": "550 5.1.1 <buyer@example.com> unknown"},
    "rcpt-551": {"RCPT": "551 5.1.6 moved"},
    "rcpt-553": {"RCPT": "553 5.1.3 no such form"},
    "rcpt-530": {"RCPT": "530 5.7.0 log in first"},
    # Refusals at RCPT that are about us, and some that only look so.
    "rcpt-helo": {
        "RCPT": "504 5.5.2 <shop>: Helo command rejected: need fully-qualified hostname"
    },
    "rcpt-helo-later": {"RCPT": "450 4.7.1 <shop>: Helo command rejected: Host not found"},
    "rcpt-relay": {"RCPT": "550 relaying denied"},
    "rcpt-plain": {"RCPT": "554 no service"},
    "rcpt-sender": {"RCPT": "550-checking\r\n550 5.1.8 sender address rejected"},
    "rcpt-table": {"RCPT": "550 5.1.1 User unknown in relay recipient table"},
    "rcpt-mailbox": {"RCPT": "550 no such user"},
    "rcpt-contrary": {"RCPT": "550 4.2.2 full"},
    # What QQ, 163 and Gmail answer to too much mail, and to what DNS says of the sender.
    "rcpt-domain-pace": {"RCPT": "550 Domain frequency limited. http://service.mail.qq.com/"},
    "rcpt-ip-pace": {"RCPT": "550 Ip frequency limited"},
    "rcpt-bounces": {"RCPT": "550 Suspected bounce attacks"},
    "rcpt-busy": {"RCPT": "550 Mailbox unavailable or access denied"},
    "rcpt-netease": {"RCPT": "550 RP:CEL 163 smtp1,x 1795000000"},
    "rcpt-gmail-pace": {
        "RCPT": "550-5.2.1 The user is receiving mail\r\n550 5.2.1 at a rate that prevents more"
    },
    "rcpt-echo": {"RCPT": "550 <dmarc.report@dkim.example> no such user"},
    "rcpt-spammer": {"RCPT": "550 Suspected spam sender"},
    "rcpt-spf-later": {"RCPT": "451 4.7.24 SPF check cannot be made now"},
    "dot-spf": {"DOT": "550 SPF check failed"},
    "dot-dmarc": {"DOT": "554 5.7.1 rejected by the DMARC policy of the domain"},
    "dot-netease-spf": {"DOT": "550 MI:SPF 163 smtp1"},
    "dot-pace": {"DOT": "550 Sender frequency limited"},
    "dot-content": {"DOT": "550 Mail content denied"},
    "greeted": {},
    "data-451": {"DATA": "451 4.3.0 later"},
    "data-554": {"DATA": "554 5.6.0 no"},
    "dot-421": {"DOT": "421 4.3.2 later"},
    "dot-451": {"DOT": "451 4.7.0 later"},
    "dot-552": {"DOT": "552 5.3.4 too big"},
    "dot-554": {"DOT": "554-5.7.1 no\r\n554 5.7.1 spam"},
    # Dropped after each command.
    "drop-banner": {"BANNER": DROP},
    "drop-ehlo": {"EHLO": DROP},
    "drop-mail": {"MAIL": DROP},
    "drop-rcpt": {"RCPT": DROP},
    "drop-data": {"DATA": DROP},
    "drop-body": {"CUT": True},
    "drop-dot": {"DOT": DROP},
    "drop-quit": {"QUIT": DROP},
    # Silence and slowness.
    "silent-banner": {"BANNER": SILENT},
    "silent-ehlo": {"EHLO": SILENT},
    "silent-rcpt": {"RCPT": SILENT},
    "silent-dot": {"DOT": SILENT},
    "silent-quit": {"QUIT": SILENT},
    "drip-banner": {"BANNER": DRIP},
    "drip-dot": {"DOT": DRIP},
    # Odd answers.
    "flood-ehlo": {"EHLO": FLOOD},
    "odd-dot-354": {"DOT": "354 what"},
    "odd-dot-garbage": {"DOT": "fine, thanks"},
    "multi-line-dot": {"DOT": "250-2.0.0 well\r\n250 2.0.0 taken"},
    "control-rcpt": {"RCPT": "550 5.1.1 \x1b[31m\rred"},
    # STARTTLS taken out, or refused.
    "tls-stripped": {},
    "tls-refused": {"EHLO": "250-mail.test\r\n250 STARTTLS", "STARTTLS": "501 5.5.1 no"},
    "tls-later": {"EHLO": "250-mail.test\r\n250 STARTTLS", "STARTTLS": "454 4.7.0 later"},
    "tls-garbage": {"EHLO": "250-mail.test\r\n250 STARTTLS", "STARTTLS": "220 go\r\nnot TLS"},
    "tls-silent": {"EHLO": "250-mail.test\r\n250 STARTTLS", "STARTTLS": SILENT},
    # Logging in.
    "auth-absent": {},
    "auth-unknown": {"EHLO": "250-mail.test\r\n250 AUTH GSSAPI"},
    "auth-454": {"EHLO": "250-mail.test\r\n250 AUTH PLAIN", "AUTH": "454 4.7.0 later"},
    "auth-535": {"EHLO": "250-mail.test\r\n250 AUTH PLAIN", "AUTH": "535 5.7.8 wrong"},
    "auth-drop": {"EHLO": "250-mail.test\r\n250 AUTH PLAIN", "AUTH": DROP},
}

REAL = {
    "starttls": {"certificate": "good"},
    "implicit": {"certificate": "good", "implicit": True},
    "clear": {},
    "auth": {"certificate": "good", "auth": True},
    "auth-implicit": {"certificate": "good", "auth": True, "implicit": True},
    "small": {"limit": 2000},
    "expired": {"certificate": "expired"},
    "foreign": {"certificate": "foreign"},
    "foreign-implicit": {"certificate": "foreign", "implicit": True},
}


async def main():
    certificates.make(FOLDER)
    loop = asyncio.get_running_loop()
    ports = {}
    for name, options in REAL.items():
        factory, context = real(name, **options)
        server = await loop.create_server(factory, "127.0.0.1", 0, ssl=context)
        ports[name] = server.sockets[0].getsockname()[1]
    for name, replies in SCRIPTS.items():
        scripted = Scripted(name, **replies)
        server = await asyncio.start_server(scripted.converse, "127.0.0.1", 0)
        ports[name] = server.sockets[0].getsockname()[1]
    print(json.dumps(ports), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
