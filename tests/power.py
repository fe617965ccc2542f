"""A disk that loses its power: what a program wrote is recorded, and played again up to any moment.

What was not put on the disk by then is there, or is not, or is there by half, as it happens. Names of files
that were made, changed or removed come in their order, and are all there once anything was put on the disk
after them.
"""

import random
import re
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

SECTOR = 512
_CALLS = "openat,pwrite64,write,ftruncate,fsync,fdatasync,rename,unlink,link"
_LINE = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)(?:<(.*)>)?.*$", re.DOTALL)
_FILE = re.compile(r"^\d+<([^>]*)>")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True, slots=True)
class Act:
    """One thing that was done: `file` is a number, names are paths, data lies at an offset."""

    kind: str
    file: int = 0
    name: str = ""
    other: str = ""
    place: int = 0
    data: bytes = b""


@dataclass
class Record:
    """What lay in a folder at first, and all that was done there since."""

    folder: Path
    files: dict[int, bytes] = field(default_factory=dict)
    names: dict[str, int] = field(default_factory=dict)
    acts: list[Act] = field(default_factory=list)

    def cut(self, moment: int, draw: random.Random, target: Path) -> list[str]:
        """Lay out the folder as it is after a cut before an act; gives what was said to be done by then."""
        done = self.acts[:moment]
        for name, content in self._left(done, draw).items():
            place = target / Path(name).relative_to(self.folder)
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
        return [act.name for act in done if act.kind == "said"]

    def _left(self, done: Sequence[Act], draw: random.Random) -> dict[str, bytes]:
        synced = {act.file: place for place, act in enumerate(done) if act.kind == "sync"}
        last = max(synced.values(), default=-1)
        loose = [place for place, act in enumerate(done) if act.kind in _NAMING and place > last]
        kept_until = draw.choice([*loose, len(done)])
        content = {number: bytearray(held) for number, held in self.files.items()}
        names = dict(self.names)
        for place, act in enumerate(done):
            if act.kind in _NAMING:
                if place < kept_until:
                    _NAMING[act.kind](names, act)
            elif act.kind in {"data", "cut"}:
                safe = place < synced.get(act.file, -1)
                _write(content.setdefault(act.file, bytearray()), act, None if safe else draw)
        return {name: bytes(content.get(number, b"")) for name, number in names.items()}


def _name(names: dict[str, int], act: Act) -> None:
    names[act.name] = act.file


def _rename(names: dict[str, int], act: Act) -> None:
    names[act.other] = names.pop(act.name)


def _link(names: dict[str, int], act: Act) -> None:
    names[act.other] = names[act.name]


def _unlink(names: dict[str, int], act: Act) -> None:
    names.pop(act.name, None)


_NAMING = {"made": _name, "rename": _rename, "link": _link, "unlink": _unlink}


def _write(content: bytearray, act: Act, draw: random.Random | None) -> None:
    """Write what was safe whole; of the rest all, nothing, or some of its sectors."""
    if draw is not None and draw.random() < 0.5:
        return
    if act.kind == "cut":
        del content[act.place :]
        content.extend(bytes(act.place - len(content)))
        return
    torn = draw is not None and draw.random() < 0.2
    content.extend(bytes(max(0, act.place + len(act.data) - len(content))))
    for start in range(0, len(act.data), SECTOR):
        if not torn or (draw is not None and draw.random() < 0.5):
            piece = act.data[start : start + SECTOR]
            content[act.place + start : act.place + start + len(piece)] = piece


@contextmanager
def recorded(strace: str, process: int, folder: Path, said: Path, log: Path) -> Iterator[Record]:
    """Record what a program with one thread does in a folder; each line it writes to `said` is an oath."""
    record = Record(folder)
    for number, path in enumerate(sorted(one for one in folder.rglob("*") if one.is_file()), 1):
        record.files[number] = path.read_bytes()
        record.names[str(path)] = number
    command = [strace, "-qq", "-y", "-xx", "-s", "9000000", "-e", f"trace={_CALLS}", "-o", str(log)]
    tracer = subprocess.Popen([*command, "-p", str(process)], stderr=subprocess.PIPE)
    ends = time.monotonic() + 30
    while "TracerPid:\t0" in Path(f"/proc/{process}/status").read_text():
        assert time.monotonic() < ends
        time.sleep(0.005)
    time.sleep(0.1)
    yield record
    tracer.communicate(timeout=60)
    record.acts = list(_Reader(record, str(said)).read(log))


class _Reader:
    """Reads what strace wrote."""

    def __init__(self, record: Record, said: str) -> None:
        self._record, self._said = record, said
        self._names = dict(record.names)
        self._places: dict[str, int] = {}
        self._next = len(record.files) + 1

    def read(self, log: Path) -> Iterator[Act]:
        for line in log.read_text().splitlines():
            found = _LINE.match(line)
            if found is not None and int(found[3]) >= 0:
                yield from self._act(found[1], found[2], found[4])

    def _act(self, call: str, given: str, opened: str | None) -> Iterator[Act]:
        texts = [bytes.fromhex(one.replace("\\x", "")) for one in _TEXT.findall(given)]
        if call == "openat":
            yield from self._open(_spoken(opened), given)
        elif call in {"rename", "link"}:
            yield from self._two(call, *(text.decode() for text in texts))
        elif call == "unlink":
            if self._names.pop(texts[0].decode(), None) is not None:
                yield Act("unlink", name=texts[0].decode())
        else:
            found = _FILE.match(given)
            if found is not None:
                yield from self._on_file(call, _spoken(found[1]), given, texts)

    def _two(self, call: str, one: str, other: str) -> Iterator[Act]:
        if one in self._names:
            self._names[other] = self._names[one]
            if call == "rename":
                del self._names[one]
            yield Act(call, name=one, other=other)

    def _open(self, name: str, given: str) -> Iterator[Act]:
        if not self._is_ours(name):
            return
        self._places[name] = 0
        if name not in self._names and "O_CREAT" in given:
            self._names[name] = self._next
            yield Act("made", self._next, name)
            self._next += 1
        elif "O_TRUNC" in given and name in self._names:
            yield Act("cut", self._names[name])

    def _on_file(self, call: str, name: str, given: str, texts: list[bytes]) -> Iterator[Act]:
        if name == self._said and call == "write":
            yield from (Act("said", name=line) for line in texts[0].decode().split("\n")[:-1])
        elif call in {"fsync", "fdatasync"}:
            if name.startswith(str(self._record.folder)):
                yield Act("sync", self._names.get(name, 0))
        elif name in self._names:
            number = self._names[name]
            if call == "ftruncate":
                yield Act("cut", number, place=int(given.rsplit(",", 1)[1]))
                return
            place = int(given.rsplit(",", 1)[1]) if call == "pwrite64" else self._places.get(name, 0)
            if call == "write":
                self._places[name] = place + len(texts[0])
            yield Act("data", number, place=place, data=texts[0])

    def _is_ours(self, name: str) -> bool:
        return name.startswith(str(self._record.folder)) and not name.endswith("-shm")


def _spoken(name: str | None) -> str:
    """Read a path as strace writes it: plain, or all of it in numbers."""
    if name is None:
        return ""
    return bytes.fromhex(name.replace("\\x", "")).decode() if name.startswith("\\x") else name
