"""The mail courier against a real server that takes letters, or treats them as badly as servers do."""

import socket
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shopcrm.outside.couriers.envelope import Sender
from shopcrm.outside.couriers.mail import MailCourier, MailServer, Security, try_line
from shopcrm.rules.delivery import Channel, Delivered, Purpose, Refused, Unclear, Verdict
from shopcrm.rules.letters import RLM
from shopcrm.services.messages import Letter
from tests.mailroom import PASSWORD, USER, Mailroom, certificates, free_port, open_mailroom, raw_server

# The server knows its own TLS only after STARTTLS, not from the beginning.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH:UserWarning")

SENDER = Sender("shop@example.com", 'گردو, "best"\nBcc: x@y.de')
MADE = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def _letter(to: str = "sara@example.com", number: int = 1) -> Letter:
    return Letter(
        message_id=number,
        key=f"arrival:1:1:{number}",
        attempt=1,
        channel=Channel.EMAIL,
        purpose=Purpose.NEWS,
        address=to,
        subject="گردوی تازه رسید",
        body="سلام سارا،\n\nWalnuts رسید.\n.\n..two dots\nپایان",
        language="fa",
        made_at=MADE,
        began_at=MADE,
    )


def _server(room: Mailroom, **more: object) -> MailServer:
    plain = MailServer("127.0.0.1", room.port, Security.NONE, timeout=0.7)
    return replace(plain, **more)  # type: ignore[arg-type] # the fields of the server


@pytest.fixture
def room() -> Iterator[Mailroom]:
    with open_mailroom() as found:
        yield found


def _send(room: Mailroom, *letters: Letter, **more: object) -> list[Verdict]:
    courier = MailCourier(_server(room, **more), SENDER)
    try:
        return [courier.deliver(letter) for letter in letters]
    finally:
        courier.rest()


def test_a_persian_letter_is_read_back_as_it_was_written(room: Mailroom) -> None:
    (verdict,) = _send(room, _letter())
    assert verdict == Delivered("Kept")
    (mail,) = room.letters()
    assert mail["Subject"] == "گردوی تازه رسید"
    assert mail["To"] == "sara@example.com"
    assert mail["From"].addresses[0].addr_spec == "shop@example.com"
    assert mail["From"].addresses[0].display_name == 'گردو, "best" Bcc: x@y.de'
    assert mail["Bcc"] is None
    assert mail["Date"].datetime == MADE
    assert mail["List-Unsubscribe"] == "<mailto:shop@example.com?subject=stop>"
    assert mail.get_content_type() == "text/plain"
    expected = ["سلام سارا،", "", RLM + "Walnuts رسید.", ".", RLM + "..two dots", "پایان", ""]
    assert mail.get_content().splitlines() == expected[:-1]
    assert all(byte < 128 for byte in room.kept[0][1])


def test_a_letter_in_ascii_is_read_back_with_its_dots(room: Mailroom) -> None:
    body = ".first\r\n..\n.\nlong " + "word " * 300
    _send(room, replace(_letter(), body=body, language="en", purpose=Purpose.SERVICE))
    (mail,) = room.letters()
    assert mail.get_content().rstrip("\n").splitlines() == body.splitlines()
    assert mail["List-Unsubscribe"] is None


@pytest.mark.parametrize("name", ["Corner Shop", 'Sara, "best" <x@example.com>', "=?utf-8?q?Bank?=", ""])
def test_the_name_of_the_shop_is_a_name_and_nothing_else(room: Mailroom, name: str) -> None:
    courier = MailCourier(_server(room), Sender("shop@example.com", name))
    courier.deliver(_letter())
    courier.rest()
    (mail,) = room.letters()
    (sender,) = mail["From"].addresses
    assert (sender.addr_spec, sender.display_name) == ("shop@example.com", name)
    assert len(mail.get_all("To", [])) == 1


def test_every_attempt_has_the_same_name_and_every_letter_another(room: Mailroom) -> None:
    _send(room, _letter(), replace(_letter(), attempt=2), _letter(number=2))
    first, again, other = (mail["Message-ID"] for mail in room.letters())
    assert first == again != other
    assert first.endswith("@example.com>")


def test_a_long_subject_and_a_wicked_one_stay_one_header(room: Mailroom) -> None:
    wicked = "Hello\r\nBcc: all@example.com\r\n\r\n<script>" + "گردو " * 60 + "\u2028X-Evil: 1"
    assert isinstance(_send(room, replace(_letter(), subject=wicked, language="en"))[0], Delivered)
    (mail,) = room.letters()
    assert mail["Bcc"] is None
    assert mail["X-Evil"] is None
    assert mail["Subject"] == " ".join(wicked.split())


@pytest.mark.parametrize(
    "address", ["a@example.com\nBcc: b@example.com", "a@example.com>\r\nDATA", "no address"]
)
def test_an_address_with_a_line_break_never_reaches_the_server(room: Mailroom, address: str) -> None:
    (verdict,) = _send(room, _letter(address))
    assert isinstance(verdict, Refused)
    assert verdict.permanent
    assert room.connections == 0


def test_many_letters_go_over_one_line(room: Mailroom) -> None:
    verdicts = _send(room, *(_letter(f"p{n}@example.com", n) for n in range(20)))
    assert all(isinstance(one, Delivered) for one in verdicts)
    assert (room.connections, len(set(room.to()))) == (1, 20)


def test_an_unknown_receiver_is_refused_for_good_and_the_next_letter_goes(room: Mailroom) -> None:
    room.refuse["gone@example.com"] = ["550 No such user here"]
    verdicts = _send(room, _letter("gone@example.com"), _letter())
    assert isinstance(verdicts[0], Refused)
    assert verdicts[0].permanent
    assert "550 No such user here" in verdicts[0].why.plainly()
    assert isinstance(verdicts[1], Delivered)
    assert room.connections == 1


def test_a_greylisted_letter_is_put_off_and_accepted_later(room: Mailroom) -> None:
    room.refuse["sara@example.com"] = ["451 Try again later", ""]
    first, second = _send(room, _letter(), _letter())
    assert isinstance(first, Refused)
    assert (first.permanent, first.halts) == (False, False)
    assert isinstance(second, Delivered)


@pytest.mark.parametrize(("answer", "permanent"), [("452 Too busy", False), ("554 Looks like spam", True)])
def test_a_no_after_the_text_is_a_no(room: Mailroom, answer: str, *, permanent: bool) -> None:
    room.data_answer = answer
    (verdict,) = _send(room, _letter())
    assert isinstance(verdict, Refused)
    assert verdict.permanent is permanent


def test_M4_a_line_cut_after_the_text_is_unclear_and_the_next_letter_gets_a_new_line(room: Mailroom) -> None:
    room.cut.add("cut@example.com")
    verdicts = _send(room, _letter("cut@example.com"), _letter())
    assert isinstance(verdicts[0], Unclear)
    assert isinstance(verdicts[1], Delivered)
    assert room.to() == ["cut@example.com", "sara@example.com"]
    assert room.connections == 2


def test_M4_a_server_silent_after_the_text_is_unclear(room: Mailroom) -> None:
    room.stall.add("sara@example.com")
    began = time.monotonic()
    (verdict,) = _send(room, _letter())
    assert isinstance(verdict, Unclear)
    assert time.monotonic() - began < 2.5


def test_a_server_that_never_greets_is_no_line() -> None:
    with raw_server(lambda _line: time.sleep(1.5)) as port:
        (verdict,) = _send(Mailroom(port=port), _letter(), timeout=0.3)
    _assert_halts(verdict, "does not answer")


@pytest.mark.parametrize("upto", [b"EHLO", b"MAIL", b"RCPT", b"DATA"])
def test_a_line_cut_before_the_text_certainly_sent_nothing(upto: bytes) -> None:
    def talk(line: socket.socket) -> None:
        line.sendall(b"220 hello\r\n")
        while command := line.recv(1000):
            if command.upper().startswith(upto):
                return
            line.sendall(b"250 fine\r\n")

    with raw_server(talk) as port:
        (verdict,) = _send(Mailroom(port=port), _letter())
    assert isinstance(verdict, Refused)
    assert (verdict.permanent, verdict.halts) == (False, True)


def test_a_server_that_let_go_of_a_resting_line_gets_a_new_one(room: Mailroom) -> None:
    courier = MailCourier(_server(room), SENDER)
    courier.deliver(_letter())
    assert courier._line is not None
    assert courier._line.sock is not None
    courier._line.sock.shutdown(socket.SHUT_RDWR)
    assert isinstance(courier.deliver(_letter(number=2)), Delivered)
    assert (room.connections, len(room.kept)) == (2, 2)
    courier.rest()


def test_no_server_is_no_line_and_nothing_is_lost() -> None:
    (verdict,) = _send(Mailroom(port=free_port()), _letter())
    _assert_halts(verdict, "No line")


def test_a_sender_refused_halts_for_all_letters_are_from_him() -> None:
    def talk(line: socket.socket) -> None:
        line.sendall(b"220 hello\r\n")
        while command := line.recv(1000):
            line.sendall(b"550 not you\r\n" if command.upper().startswith(b"MAIL") else b"250 fine\r\n")

    with raw_server(talk) as port:
        (verdict,) = _send(Mailroom(port=port), _letter())
    _assert_halts(verdict, "550 not you")


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_trusted_certificate_and_the_right_password_let_the_letter_go(
    tmp_path: Path, security: Security
) -> None:
    with _private_room(tmp_path, security) as room:
        ca = str(tmp_path / "authority.pem")
        (verdict,) = _send(
            room, _letter(), security=security, cafile=ca, user=USER, password=PASSWORD, timeout=5
        )
    assert isinstance(verdict, Delivered)
    assert room.logins == 1


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_an_untrusted_certificate_is_refused_before_the_password(tmp_path: Path, security: Security) -> None:
    with _private_room(tmp_path, security) as room:
        (verdict,) = _send(room, _letter(), security=security, user=USER, password=PASSWORD, timeout=5)
    _assert_halts(verdict, "certificate")
    assert (room.logins, room.kept) == (0, [])


def test_a_certificate_of_another_host_is_refused(tmp_path: Path) -> None:
    with _private_room(tmp_path, Security.TLS, host="mail.example.com") as room:
        ca = str(tmp_path / "authority.pem")
        (verdict,) = _send(room, _letter(), security=Security.TLS, cafile=ca, timeout=5)
    _assert_halts(verdict, "certificate")
    assert room.kept == []


def test_a_wrong_password_halts_and_is_not_in_the_words(tmp_path: Path) -> None:
    with _private_room(tmp_path, Security.TLS) as room:
        ca = str(tmp_path / "authority.pem")
        server = _server(
            room, security=Security.TLS, cafile=ca, user=USER, password="hunter2 secret", timeout=5
        )
        verdict = MailCourier(server, SENDER).deliver(_letter())
        why = try_line(server)
    _assert_halts(verdict, "password")
    assert why is not None
    assert "hunter2" not in repr(verdict) + repr(server) + why.plainly()


def test_a_server_without_starttls_gets_neither_password_nor_letter(room: Mailroom) -> None:
    (verdict,) = _send(room, _letter(), security=Security.STARTTLS, user=USER, password=PASSWORD)
    _assert_halts(verdict, "does not offer")
    assert room.kept == []


def test_tls_to_a_plain_server_is_said_so(room: Mailroom) -> None:
    (verdict,) = _send(room, _letter(), security=Security.TLS)
    _assert_halts(verdict, "127.0.0.1")


def test_an_open_line_leads_nowhere_but_here_unless_it_is_allowed() -> None:
    far = MailServer("mail.invalid", 25, Security.NONE, timeout=0.3)
    _assert_halts(MailCourier(far, SENDER).deliver(_letter()), "open to everybody")
    allowed = MailCourier(replace(far, host="localhost", port=free_port(), open_line_allowed=True), SENDER)
    _assert_halts(allowed.deliver(_letter()), "No line")


def test_the_line_can_be_tried_without_a_letter(room: Mailroom) -> None:
    assert try_line(_server(room)) is None
    trouble = try_line(_server(Mailroom(port=free_port())))
    assert trouble is not None
    assert room.kept == []


def test_a_server_that_breaks_after_a_no_gets_a_new_line_for_the_next_letter() -> None:
    lines = []

    def talk(line: socket.socket) -> None:
        lines.append(line)
        line.sendall(b"220 hello\r\n")
        while command := line.recv(1000).upper():
            if command.startswith(b"RSET"):
                return
            line.sendall(b"550 nobody\r\n" if command.startswith(b"RCPT") else b"250 fine\r\n")

    with raw_server(talk) as port:
        verdicts = _send(Mailroom(port=port), _letter(), _letter(number=2))
    assert [isinstance(one, Refused) and one.permanent for one in verdicts] == [True, True]
    assert len(lines) == 2


def test_a_server_that_will_not_say_goodbye_is_left(room: Mailroom) -> None:
    courier = MailCourier(_server(room), SENDER)
    courier.deliver(_letter())
    assert courier._line is not None
    assert courier._line.sock is not None
    courier._line.sock.shutdown(socket.SHUT_RDWR)
    courier.rest()
    courier.rest()
    assert courier._line is None


def test_a_server_that_refuses_to_clear_the_table_gets_a_new_line() -> None:
    def talk(line: socket.socket) -> None:
        line.sendall(b"220 hello\r\n")
        while command := line.recv(1000).upper():
            no = command.startswith((b"RCPT", b"RSET"))
            line.sendall(b"550 no\r\n" if no else b"250 fine\r\n")

    with raw_server(talk) as port:
        (verdict,) = _send(Mailroom(port=port), _letter())
    assert isinstance(verdict, Refused)


def _private_room(
    folder: Path, security: Security, host: str = "127.0.0.1"
) -> AbstractContextManager[Mailroom]:
    made = certificates(folder, host)
    room = Mailroom()
    options = (
        {"ssl_context": made.server}
        if security is Security.TLS
        else {"tls_context": made.server, "require_starttls": True}
    )
    return open_mailroom(
        room,
        authenticator=room.authenticate,
        auth_required=True,
        auth_require_tls=security is Security.STARTTLS,
        **options,
    )


def _assert_halts(verdict: Verdict, words: str) -> None:
    assert isinstance(verdict, Refused)
    assert verdict.halts
    assert not verdict.permanent
    assert words in verdict.why.plainly()
