"""A private line to one web service: tells apart what never left this computer and what nobody answered.

Addresses may hold keys, so none of them is ever logged or told.
"""

import json
import logging
import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

import httpx

from shopcrm.rules.delivery import Refused, Unclear
from shopcrm.rules.errors import Trouble
from shopcrm.rules.sayings import Saying
from shopcrm.rules.wording import saying

LONGEST_ANSWER = 1_000_000
"""How many bytes of an answer are read; no service has more to say about one message."""

_LOOPBACK = {"localhost", "127.0.0.1", "::1"}
_FRESH = 3.0
"""How many seconds an idle line is used again; services let go of one after five at the earliest."""

# Both write whole addresses into the log, and some services want the key there.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


class OpenLine(Trouble):
    """The address begins with http, so that everybody on the way could read along."""

    sentence = "The line to {host} is open to everybody. Nothing was sent. Use an address with https."


@dataclass(frozen=True, slots=True)
class Patience:
    """How many seconds to wait for a line, for each piece of the answer, and for all of it."""

    connect: float = 10.0
    read: float = 20.0
    whole: float = 60.0


@dataclass(frozen=True, slots=True)
class Place:
    """Where a service lives; `open_line` allows http to another computer."""

    base: str = field(repr=False)
    patience: Patience = field(default_factory=Patience)
    open_line: bool = False
    cafile: str | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: the number of the protocol, and the values inside, None where they are not JSON."""

    status: int
    body: Any

    def part(self, *names: str) -> Any:
        """Give a value from deep inside, or None where the answer is built in another way."""
        found = self.body
        for name in names:
            found = found.get(name) if isinstance(found, dict) else None
        return found


class Unreached(Exception):
    """Nothing was handed over, so nothing can have gone out."""

    def __init__(self, why: Saying) -> None:
        super().__init__(why.plainly())
        self.why = why

    @property
    def verdict(self) -> Refused:
        """What this means for a letter: it waits, and the others with it."""
        return Refused(permanent=False, why=self.why, halts=True)


class Unanswered(Exception):
    """It was handed over, at least in part, and no answer came back."""

    def __init__(self, why: Saying) -> None:
        super().__init__(why.plainly())
        self.why = why

    @property
    def verdict(self) -> Unclear:
        """What this means for a letter: nobody knows, so it is never sent again blindly (M4)."""
        return Unclear(self.why)


class Line:
    """A line to one host, kept open between letters; goes nowhere else, not even when told to.

    Raises OpenLine where others could read along.
    """

    def __init__(
        self, place: Place, headers: Mapping[str, str] | None = None, auth: tuple[str, str] | None = None
    ) -> None:
        parts = urlsplit(place.base)
        self._host = parts.hostname or ""
        at_home = self._host in _LOOPBACK
        if parts.scheme != "https" and not at_home and not place.open_line:
            raise OpenLine(host=self._host)
        self._place, self._headers, self._auth = place, dict(headers or {}), auth
        # A proxy of the system may stand in a secret line only: on an open one it would read the key.
        self._proxies = parts.scheme == "https" and not at_home
        self._client: httpx.Client | None = None

    def __repr__(self) -> str:
        return f"Line({self._host})"

    @property
    def host(self) -> str:
        """The name of the other computer; all that may be told of the address."""
        return self._host

    def post(
        self,
        path: str,
        *,
        form: Mapping[str, str] | None = None,
        document: Any = None,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Hand something over; raises Unreached or Unanswered."""
        return self._ask("POST", path, data=form, json=document, content=content, headers=headers)

    def get(self, path: str) -> Answer:
        """Ask for something; raises Unreached or Unanswered."""
        return self._ask("GET", path)

    def look(self) -> Answer:
        """See whether anybody is there, without asking for anything; raises Unreached or Unanswered."""
        return self._ask("OPTIONS", "")

    def rest(self) -> None:
        """Let go of the line."""
        client, self._client = self._client, None
        if client is not None:
            client.close()

    def _ask(self, method: str, path: str, **more: Any) -> Answer:
        try:
            if self._client is None:
                self._client = self._opened()
            base = self._place.base
            address = f"{base.rstrip('/')}/{path}" if path else base
            with self._client.stream(method, address, **more) as response:
                return Answer(response.status_code, _values(response, self._place.patience.whole))
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as error:
            self.rest()
            raise Unreached(_unreached(self._host, error)) from None
        except (httpx.UnsupportedProtocol, httpx.InvalidURL) as error:
            self.rest()
            raise Unreached(_unreached(self._host, error)) from None
        except (httpx.LocalProtocolError, UnicodeError):
            self.rest()
            raise Unreached(saying("The key holds letters that no key has. Set it again.")) from None
        except httpx.TimeoutException:
            self.rest()
            raise Unanswered(
                saying("{host} took the message in hand and then kept silent.", host=self._host)
            ) from None
        except httpx.HTTPError:
            self.rest()
            raise Unanswered(
                saying("The line to {host} broke while the message was handed over.", host=self._host)
            ) from None

    def _opened(self) -> httpx.Client:
        patience = self._place.patience
        return httpx.Client(
            headers={"Accept": "application/json", "User-Agent": "ShopCRM", **self._headers},
            auth=self._auth,
            verify=_trust(self._place.cafile),
            timeout=httpx.Timeout(patience.read, connect=patience.connect, pool=patience.connect),
            limits=httpx.Limits(max_connections=1, keepalive_expiry=_FRESH),
            follow_redirects=False,
            trust_env=self._proxies,
        )


@lru_cache(maxsize=4)
def _trust(cafile: str | None) -> ssl.SSLContext:
    """Check certificates, and that they are the host's; reading the authorities takes 0.03 s."""
    context = ssl.create_default_context()
    if cafile is not None:
        context.load_verify_locations(cafile)
    return context


def _values(response: httpx.Response, patience: float) -> Any:
    """Read the values in an answer, as far as there is patience; None where it makes no sense."""
    ends, text = time.monotonic() + patience, bytearray()
    for piece in response.iter_bytes():
        text += piece
        if time.monotonic() > ends:
            raise httpx.ReadTimeout("an answer that never ends")
        if len(text) > LONGEST_ANSWER:
            return None
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _unreached(host: str, error: Exception) -> Saying:
    causes: list[BaseException] = [error]
    while (cause := causes[-1].__cause__ or causes[-1].__context__) is not None and len(causes) < 9:
        causes.append(cause)
    known: tuple[tuple[type[BaseException], Saying], ...] = (
        (
            ssl.SSLCertVerificationError,
            saying("The certificate of {host} cannot be trusted. Nothing was sent.", host=host),
        ),
        (
            ssl.SSLError,
            saying("{host} does not speak TLS there. Check the address in the settings.", host=host),
        ),
        (httpx.ConnectTimeout, saying("{host} does not answer.", host=host)),
    )
    other = saying("{host} cannot be reached. Check the internet line and the address.", host=host)
    return next((words for kind, words in known for one in causes if isinstance(one, kind)), other)
