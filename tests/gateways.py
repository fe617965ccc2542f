"""Real web services on this computer that answer like the SMS gateways, Telegram and a webhook, or badly."""

import base64
import json
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

SECRET = "canary-key-of-the-gateway"
USER = "AC00112233445566778899aabbccddeeff"


@dataclass(frozen=True)
class Manner:
    """How one request is treated: what is wrong in the service's own code, and what happens to the line."""

    code: int | None = None
    status: int = 0
    body: bytes | None = None
    takes: bool = False
    cut: bool = False
    stall: float = 0.0
    headers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Taken:
    """A message that the service took; `ours` is the number or key under which it came."""

    name: str
    to: str
    text: str
    ours: str = ""
    sender: str = ""


@dataclass(frozen=True)
class Request:
    """What came in, read."""

    method: str
    path: str
    headers: Mapping[str, str]
    raw: bytes

    @property
    def form(self) -> dict[str, str]:
        """The values of a form."""
        return {name: values[0] for name, values in parse_qs(self.raw.decode()).items()}

    @property
    def document(self) -> dict[str, Any]:
        """The values of a JSON document."""
        found: dict[str, Any] = json.loads(self.raw or b"{}")
        return found


@dataclass
class Service:
    """What a service took, and how it treats those who come; the manners are used up one by one."""

    manners: list[Manner] = field(default_factory=list)
    taken: list[Taken] = field(default_factory=list)
    requests: list[Request] = field(default_factory=list)
    states: dict[str, Any] = field(default_factory=dict)
    credit: Any = 1_500_000
    twice: bool = False
    """Whether each answer about a state comes twice."""
    updates: list[dict[str, Any]] = field(default_factory=list)
    port: int = 0
    repeats: int = 0
    """How often a message was handed over again that was taken before."""
    hold: Callable[[], None] = lambda: None
    """What happens between the taking of a message and the answer."""
    guard: Any = field(default_factory=threading.Lock)

    @property
    def base(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self.port}"

    def answer(self, request: Request, manner: Manner) -> tuple[int, Any]:
        """Answer a request in the form of the service."""
        raise NotImplementedError

    def is_sending(self, request: Request) -> bool:
        """Whether a request hands a message over, so that a manner applies to it."""
        raise NotImplementedError

    def take(self, to: str, text: str, ours: str = "", sender: str = "") -> Taken:
        """Take a message, or find the one that was taken under the same number."""
        with self.guard:
            known = next((one for one in self.taken if ours and one.ours == ours), None)
            if known is None:
                known = Taken(str(7_000_000_000_000_000 + len(self.taken)), to, text, ours, sender)
                self.taken.append(known)
            else:
                self.repeats += 1
        self.hold()
        return known


class KavenegarService(Service):
    """Answers like kavenegar.com."""

    def is_sending(self, request: Request) -> bool:
        return request.path.endswith("/sms/send.json")

    def answer(self, request: Request, manner: Manner) -> tuple[int, Any]:
        key = request.path.split("/")[2]
        code = manner.code or (200 if key == SECRET else 403)
        if code != 200:
            return code, {"return": {"status": code, "message": "خطا"}, "entries": None}
        return 200, {"return": {"status": 200, "message": "تایید شد"}, "entries": self._entries(request)}

    def _entries(self, request: Request) -> Any:
        form = request.form
        if request.path.endswith("account/info.json"):
            return {"remaincredit": self.credit, "expiredate": 0, "type": "Master"}
        if self.is_sending(request):
            taken = self.take(form["receptor"], form["message"], form["localid"], form.get("sender", ""))
            state = self.states.get(taken.name, 1)
            return [{"messageid": int(taken.name), "status": state, "cost": 1200, "receptor": taken.to}]
        if request.path.endswith("sms/status.json"):
            found = [
                {"messageid": int(n), "status": self.states.get(n, 5)} for n in form["messageid"].split(",")
            ]
            return found * 2 if self.twice else found
        return [self._by_ours(ours) for ours in form["localid"].split(",")]

    def _by_ours(self, ours: str) -> dict[str, Any]:
        taken = next((one for one in self.taken if one.ours == ours), None)
        if taken is None:
            return {"messageid": 0, "localid": ours, "status": 100}
        return {"messageid": int(taken.name), "localid": ours, "status": self.states.get(taken.name, 5)}


class SmsIrService(Service):
    """Answers like api.sms.ir: an error comes as a good answer with another number inside."""

    def is_sending(self, request: Request) -> bool:
        return request.path.endswith("/send/bulk")

    def answer(self, request: Request, manner: Manner) -> tuple[int, Any]:
        code = manner.code if manner.code is not None else 1
        if request.headers.get("X-API-KEY") != SECRET:
            return 401, {"status": 10, "message": "خطا", "data": None}
        if code != 1:
            return 400 if code in {101, 104} else 200, {"status": code, "message": "خطا", "data": None}
        return 200, {"status": 1, "message": "موفق", "data": self._data(request)}

    def _data(self, request: Request) -> Any:
        if request.path.endswith("/credit"):
            return self.credit
        if not self.is_sending(request):
            name = request.path.rpartition("/")[2]
            return {"messageId": int(name), "deliveryState": self.states.get(name), "cost": 1.5}
        document = request.document
        to = document["mobiles"][0]
        if to in self.states:
            return {"packId": "p", "messageIds": [self.states[to]], "cost": 0}
        taken = self.take(to, document["messageText"], sender=str(document["lineNumber"]))
        return {"packId": "p", "messageIds": [int(taken.name)], "cost": 1.5}


class MeliPayamakService(Service):
    """Answers like rest.payamak-panel.com: always a good answer, with a number inside."""

    def is_sending(self, request: Request) -> bool:
        return request.path.endswith("/SendSMS/SendSMS")

    def answer(self, request: Request, manner: Manner) -> tuple[int, Any]:
        form = request.form
        right = (form.get("username"), form.get("password")) == (USER, SECRET)
        code = manner.code if manner.code is not None else 1 if right else 0
        if code != 1:
            return 200, {"Value": "", "RetStatus": code, "StrRetStatus": "" if code else "InvalidUser"}
        return 200, {"Value": self._value(request, form), "RetStatus": 1, "StrRetStatus": "Ok"}

    def _value(self, request: Request, form: Mapping[str, str]) -> str:
        if request.path.endswith("GetCredit"):
            return f"{self.credit}.25"
        if self.is_sending(request):
            known = self.states.get(form["to"])
            return known or self.take(form["to"], form["text"], sender=form["from"]).name
        return str(self.states.get(form["recID"], 0))


class TwilioService(Service):
    """Answers like api.twilio.com."""

    def is_sending(self, request: Request) -> bool:
        return request.method == "POST"

    def answer(self, request: Request, manner: Manner) -> tuple[int, Any]:
        given = request.headers.get("Authorization", "")
        if given != "Basic " + base64.b64encode(f"{USER}:{SECRET}".encode()).decode():
            return 401, {"code": 20003, "message": "Authenticate", "status": 401}
        if manner.code:
            return manner.status or 400, {"code": manner.code, "message": "no", "status": 400}
        if request.path.endswith("/Balance.json"):
            return 200, {"balance": f"{self.credit}.87", "currency": "USD", "account_sid": USER}
        if self.is_sending(request):
            form = request.form
            taken = self.take(
                form["To"], form["Body"], sender=form.get("From") or form["MessagingServiceSid"]
            )
            return 201, {"sid": taken.name, "status": "queued", "num_segments": "0", "error_code": None}
        name = request.path.rpartition("/")[2].removesuffix(".json")
        state, _, error = str(self.states.get(name, "sent")).partition(" ")
        return 200, {"sid": name, "status": state, "error_code": int(error) if error else None}


class TelegramService(Service):
    """Answers like api.telegram.org."""

    token = "12345678:" + SECRET

    def is_sending(self, request: Request) -> bool:
        return request.path.endswith("/sendMessage")

    def answer(self, request: Request, manner: Manner) -> tuple[int, Any]:
        code = manner.code or (200 if request.path.split("/")[1] == f"bot{self.token}" else 401)
        if code != 200:
            more = {"parameters": {"retry_after": 17}} if code == 429 else {}
            return code, {"ok": False, "error_code": code, "description": "Bad Request: no", **more}
        if request.path.endswith("/getUpdates"):
            first = int(request.document.get("offset", 0))
            self.updates = [one for one in self.updates if one["update_id"] >= first]
            return 200, {"ok": True, "result": self.updates}
        if not self.is_sending(request):
            return 200, {"ok": True, "result": {"id": 1, "is_bot": True, "username": "shop_bot"}}
        document = request.document
        taken = self.take(str(document["chat_id"]), document["text"], ours="")
        return 200, {"ok": True, "result": {"message_id": int(taken.name) % 1000 + 1}}


class HookService(Service):
    """A program of the shop that takes messages once for each key."""

    def is_sending(self, request: Request) -> bool:
        return request.method == "POST"

    def answer(self, request: Request, manner: Manner) -> tuple[int, Any]:
        if manner.code:
            return manner.code, {"error": "no"}
        if request.method != "POST":
            return 405, {}
        document = request.document
        to = document["phone"] or document["email"]
        taken = self.take(to, document["text"], ours=request.headers["Idempotency-Key"])
        return 202, {"id": taken.name}


@contextmanager
def served(service: Service, secretly: ssl.SSLContext | None = None) -> Iterator[Service]:
    """Run a service on a port of its own; `secretly` speaks TLS."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1
        disable_nagle_algorithm = True

        def _serve(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            request = Request(self.command, urlsplit(self.path).path, self.headers, self.rfile.read(length))  # type: ignore[arg-type] # headers are read by name only
            _treat(self, service, request)

        def do_GET(self) -> None:
            self._serve()

        def do_POST(self) -> None:
            self._serve()

        def do_OPTIONS(self) -> None:
            self._serve()

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 -- the library names it so
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if secretly is not None:
        server.socket = secretly.wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign] # broken lines are expected
    server.daemon_threads, server.block_on_close = True, False
    service.port = server.server_address[1]
    thread = threading.Thread(target=lambda: server.serve_forever(0.02), daemon=True)
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def _treat(handler: BaseHTTPRequestHandler, service: Service, request: Request) -> None:
    service.requests.append(request)
    sending = service.is_sending(request)
    manner = service.manners.pop(0) if service.manners and sending else Manner()
    handler.close_connection = manner.cut
    if manner.cut and not manner.takes:
        return
    bad = manner.body is not None or (manner.status and manner.code is None)
    known = (0, None) if bad and not manner.takes else service.answer(request, manner)
    if manner.stall:
        time.sleep(manner.stall)
    if manner.cut:
        return
    status = manner.status or known[0] or 200
    body = manner.body if manner.body is not None else json.dumps(known[1]).encode()
    try:
        handler.send_response(status)
        for name, value in (*manner.headers, ("Content-Length", str(len(body)))):
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)
    except OSError:
        handler.close_connection = True
