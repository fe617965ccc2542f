"""A real mail server on this computer, which takes letters or treats them badly, as it is told."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "shop", "correct horse"


@dataclass
class Mailroom:
    """What the server got, and how it treats each receiver."""

    refuse: dict[str, list[str]] = field(default_factory=dict)
    """Answers to RCPT by address, each used once; the last one stays, an empty one is a yes."""
    cut: set[str] = field(default_factory=set)
    """Addresses at whose letters the line is cut after their text came in, with the text kept."""
    stall: set[str] = field(default_factory=set)
    data_answer: str = ""
    port: int = 0
    kept: list[tuple[str, bytes]] = field(default_factory=list)
    connections: int = 0
    logins: int = 0

    def letters(self) -> list[EmailMessage]:
        """Read what came in."""
        return [message_from_bytes(text, policy=default) for _to, text in self.kept]

    def to(self) -> list[str]:
        """List the receivers in the order in which letters came in."""
        return [to for to, _text in self.kept]

    async def handle_RCPT(
        self, _server: SMTP, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        answers = self.refuse.get(address, [])
        answer = answers.pop(0) if len(answers) > 1 else "".join(answers)
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, _session: Any, envelope: Any) -> str:
        if self.data_answer:
            return self.data_answer
        to = envelope.rcpt_tos[0]
        self.kept.append((to, envelope.content))
        if to in self.stall:
            await asyncio.sleep(3)
        if to in self.cut:
            server.transport.abort()
        return "250 Kept"

    def authenticate(
        self, _server: SMTP, _session: Any, _envelope: Any, _mechanism: str, data: Any
    ) -> AuthResult:
        self.logins += 1
        expected = (USER.encode(), PASSWORD.encode())
        right = isinstance(data, LoginPassword) and (data.login, data.password) == expected
        return AuthResult(success=right, handled=False)


class _Counting(Controller):
    """The controller of the library, which counts the lines that were opened."""

    def factory(self) -> Any:
        self.handler.connections += 1
        return super().factory()  # type: ignore[no-untyped-call] # the library has no types


@contextmanager
def open_mailroom(room: Mailroom | None = None, **options: Any) -> Iterator[Mailroom]:
    """Run a server; `ssl_context` speaks TLS at once, `tls_context` after STARTTLS."""
    found = room or Mailroom()
    found.port = found.port or free_port()
    controller = _Counting(found, hostname="127.0.0.1", port=found.port, **options)
    controller.start()
    try:
        # The controller itself looks whether it answers.
        found.connections = 0
        yield found
    finally:
        controller.stop()


def free_port() -> int:
    """Find a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def raw_server(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """Run a server that says what no sane server would; gives its port."""
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(10)

    def serve() -> None:
        try:
            while True:
                line, _ = listening.accept()
                with line:
                    talk(line)
        except OSError:
            return

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield listening.getsockname()[1]
    finally:
        listening.shutdown(socket.SHUT_RDWR)
        listening.close()
        thread.join(5)


@dataclass(frozen=True)
class Certificates:
    """A certificate authority of our own and a server that it vouches for."""

    authority: Path
    server: ssl.SSLContext


def certificates(folder: Path, host: str = "127.0.0.1") -> Certificates:
    """Make an authority and a certificate for a host."""
    authority_key, key = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority = _signed("Test authority", authority_key, "Test authority", authority_key, host=None)
    certificate = _signed(host, key, "Test authority", authority_key, host=host)
    ca, chain = folder / "authority.pem", folder / "server.pem"
    ca.write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    chain.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(chain)
    return Certificates(ca, context)


def _signed(
    name: str,
    key: ec.EllipticCurvePrivateKey,
    issuer: str,
    issuer_key: ec.EllipticCurvePrivateKey,
    host: str | None,
) -> x509.Certificate:
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]))
        .issuer_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)]))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=host is None, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False
        )
    )
    if host is not None:
        named = x509.IPAddress(ip_address(host)) if host.replace(".", "").isdigit() else x509.DNSName(host)
        builder = builder.add_extension(x509.SubjectAlternativeName([named]), critical=False)
    return builder.sign(issuer_key, hashes.SHA256())
