# SPDX-License-Identifier: MIT
"""A server of SMTP for one test: aiosmtpd, on loopback, with a script of what it does instead of its usual."""

import asyncio
import functools
import ssl
import subprocess
import threading

import aiosmtpd.smtp

HOST = "127.0.0.1"
WAIT_S = 30.0


class Talk(aiosmtpd.smtp.SMTP):
    """One connection. What the server's script has for a stage is done instead of what the stage would do:

    "250-a\\r\\n250 b"  an answer          "hang"        no answer, until the server is closed
    "close"           the end             "421 x close" an answer, then the end
    """

    def __init__(self, server, **options):
        super().__init__(server, enable_SMTPUTF8=False, hostname="test", **options)
        self.server = server
        self.is_greeted = False

    async def does(self, stage):
        """Whether the script had something for the stage, which was done."""
        self.server.saw(stage)
        action = self.server.script.get(stage)
        if action is None:
            return False
        if action == "hang":
            await self.server.forever.wait()
        answer = action.removesuffix("close").strip()
        if answer and action != "hang":
            await super().push(answer)
        if action.endswith("close"):
            self.transport.close()
        return True

    async def push(self, status):
        if not self.is_greeted:
            self.is_greeted = True
            if await self.does("GREETING"):
                return
        await super().push(status)

    async def smtp_EHLO(self, arg):
        self.server.names.append(arg)
        if not await self.does("EHLO"):
            await super().smtp_EHLO(arg)

    async def smtp_HELO(self, arg):
        if not await self.does("HELO"):
            await super().smtp_HELO(arg)

    async def smtp_STARTTLS(self, arg):
        if not await self.does("STARTTLS"):
            await super().smtp_STARTTLS(arg)

    async def smtp_AUTH(self, arg):
        if not await self.does("AUTH"):
            await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg):
        if not await self.does("MAIL"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg):
        if not await self.does("RCPT"):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg):
        if not await self.does("DATA"):
            await super().smtp_DATA(arg)

    async def smtp_QUIT(self, arg):
        if not await self.does("QUIT"):
            await super().smtp_QUIT(arg)


class Server:
    """Runs in a thread of its own from `with` to its end. `got` holds (sender, recipients, bytes) of every mail whose
    last dot arrived, whatever was answered to it."""

    def __init__(self, script=(), *, tls=None, is_tls_at_once=False, passwords=None):
        self.script = dict(script)
        self.tls = tls
        self.is_tls_at_once = is_tls_at_once
        self.passwords = passwords
        self.got, self.stages, self.names = [], [], []
        self.news = threading.Condition()
        self.loop = asyncio.new_event_loop()
        self.forever = None
        self.port = None
        self.listener = None
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    # --- What aiosmtpd calls --------------------------------------------------------------------------------

    def make(self):
        """A connection's conversation."""
        options = {} if self.is_tls_at_once else {"tls_context": self.tls}
        if self.passwords is not None:
            options |= {"authenticator": self.check, "auth_require_tls": not self.is_tls_at_once}
        return Talk(self, loop=self.loop, **options)

    def check(self, _server, _session, _envelope, _mechanism, given):
        """Whether the user has this password."""
        is_right = self.passwords.get(given.login) == given.password
        return aiosmtpd.smtp.AuthResult(success=is_right, handled=False)

    async def handle_DATA(self, server, session, envelope):
        """A mail is here whole."""
        with self.news:
            self.got.append((envelope.mail_from, envelope.rcpt_tos, envelope.content))
        return "" if await server.does("DOT") else "250 kept"

    # --- What tests call ------------------------------------------------------------------------------------

    def saw(self, stage):
        """Notes that a stage was reached."""
        with self.news:
            self.stages.append(stage)
            self.news.notify_all()

    def wait_for(self, stage):
        """Waits until a client reaches a stage."""
        with self.news:
            assert self.news.wait_for(lambda: stage in self.stages, WAIT_S), f"nobody came to {stage}: {self.stages}"

    async def listen(self):
        """Begins to listen."""
        self.forever = asyncio.Event()
        self.listener = await self.loop.create_server(self.make, HOST, 0, ssl=self.tls if self.is_tls_at_once else None)
        self.port = self.listener.sockets[0].getsockname()[1]

    async def end(self):
        """Ends all conversations."""
        self.listener.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def __enter__(self):
        self.loop.set_exception_handler(lambda loop, context: None)  # clients that vanish are what is tested
        self.thread.start()
        asyncio.run_coroutine_threadsafe(self.listen(), self.loop).result(WAIT_S)
        return self

    def __exit__(self, *_):
        asyncio.run_coroutine_threadsafe(self.end(), self.loop).result(WAIT_S)
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(WAIT_S)
        self.loop.close()


@functools.lru_cache
def make_certificate(folder):
    """A certificate of localhost that nobody vouches for: its path, and a context for a server."""
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                    "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
                    "-keyout", key, "-out", certificate], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return certificate, context
