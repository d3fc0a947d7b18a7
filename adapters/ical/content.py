"""The form of iCalendar, whatever it is about: content lines and components (RFC 5545 §3.1, §3.6).

Real files are folded within characters, end their lines in any way, begin with a byte order mark and stop half-way.
All of that is read. What a line says is left to whoever asks, so that lines nobody asks about cost little.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import field
from typing import NamedTuple

from domain.errors import DaybookError, TooLarge
from domain.records import dataclass

MOST_LINES, MOST_DEPTH = 1_000_000, 10
_LINE = re.compile(
    r'([A-Za-z0-9-]+)((?:;[A-Za-z0-9-]+=(?:"[^"]*"|[^";:,]*)(?:,(?:"[^"]*"|[^";:,]*))*)*):(.*)', re.DOTALL
)
_LOOSE = re.compile(r"([A-Za-z0-9-]+)((?:;[^:]*)?):(.*)", re.DOTALL)
_PARAMETER = re.compile(r';([A-Za-z0-9-]+)=((?:"[^"]*"|[^";])*)')
_VALUE = re.compile(r'"[^"]*"|[^,]+')
_CARETS = {"^n": "\n", "^'": '"', "^^": "^"}
_CARET = re.compile(r"\^[n'^]")
_CALENDAR = "VCALENDAR"


class NotICalendar(DaybookError):
    """Something that is no iCalendar at all, or is built in a way that nothing can be made of."""

    code = "invalid_icalendar"


class Parts(NamedTuple):
    """A content line taken apart: its name in capitals, its parameters as they stand, its value."""

    name: str
    parameters: str
    value: str

    def parameter(self, name: str) -> str | None:
        """The value of a parameter, without quotes and carets (RFC 6868); of several values the first."""
        if not self.parameters:
            return None
        for found in _PARAMETER.finditer(self.parameters):
            if found[1].upper() == name:
                first = _VALUE.match(found[2])
                return _CARET.sub(lambda one: _CARETS[one[0]], first[0].strip('"')) if first else ""
        return None


class Line(NamedTuple):
    """A content line as it was written, unfolded, and the number of the line in the file where it begins."""

    number: int
    text: str

    def parts(self) -> Parts | None:
        """What it consists of; None if it is no content line."""
        match = _LINE.fullmatch(self.text) or _LOOSE.fullmatch(self.text)
        return Parts(match[1].upper(), match[2], match[3]) if match else None


@dataclass(slots=True)
class Component:
    """What is between BEGIN and END: lines, and other components. It is not `complete` if END is missing."""

    name: str
    number: int
    lines: list[Line] = field(default_factory=list)
    components: list["Component"] = field(default_factory=list)
    complete: bool = False

    def texts(self) -> Iterator[str]:
        """All of it as it was written, unfolded, BEGIN and END included."""
        yield f"BEGIN:{self.name}"
        for line in self.lines:
            yield line.text
        for component in self.components:
            yield from component.texts()
        yield f"END:{self.name}"

    def first(self, name: str) -> Parts | None:
        """Its first line of that name."""
        for line in self.lines:
            if line.text[: len(name)].upper() == name and (parts := line.parts()) and parts.name == name:
                return parts
        return None


def calendars(raw: bytes) -> list[Component]:
    """The calendars of a file, each with what is in it; a file without any is taken for the inside of one.

    Raise NotICalendar, naming the line, or TooLarge for more lines than are read.
    """
    outside = Component(_CALENDAR, 1, complete=True)
    found: list[Component] = []
    open_components: list[Component] = []
    for line in unfolded(raw):
        start = line.text[:6].upper()
        if start == "BEGIN:":
            _begin(line, open_components, outside, found)
        elif start[:4] == "END:":
            _end(line, open_components)
        else:
            (open_components[-1] if open_components else outside).lines.append(line)
    if outside.components:
        found.append(outside)
    if not found:
        raise NotICalendar("This is no iCalendar: there is no BEGIN:VCALENDAR in it.", field="body", line=1)
    return found


def _begin(line: Line, open_components: list[Component], outside: Component, found: list[Component]) -> None:
    begun = Component(line.text[6:].strip().upper(), line.number)
    if len(open_components) >= MOST_DEPTH:
        raise NotICalendar(f"Components are nested more than {MOST_DEPTH} deep.", field="body", line=line.number)
    if open_components:
        open_components[-1].components.append(begun)
    elif begun.name == _CALENDAR:
        found.append(begun)
    else:
        outside.components.append(begun)
    open_components.append(begun)


def _end(line: Line, open_components: list[Component]) -> None:
    """Close a component; those inside it that were never ended stay incomplete, as does one that ends misspelt."""
    name = line.text[4:].strip().upper()
    if any(one.name == name for one in open_components):
        while (closed := open_components.pop()).name != name:
            pass
        closed.complete = True
    elif open_components:
        open_components.pop()


def unfolded(raw: bytes) -> Iterator[Line]:
    """The content lines; folds are undone before bytes become text, since one may be within a character."""
    number, begun = 0, 0
    parts: list[bytes] = []
    for physical in _physical(raw):
        number += 1
        if number > MOST_LINES:
            raise TooLarge(f"A file has at most {MOST_LINES:,} lines. Import it in parts.", limit_lines=MOST_LINES)
        if not physical:
            continue
        if physical[:1] in {b" ", b"\t"} and parts:
            parts.append(physical[1:])
            continue
        if parts:
            yield Line(begun, _text(parts))
        begun, parts = number, [physical]
    if parts:
        yield Line(begun, _text(parts))


def _physical(raw: bytes) -> Iterator[bytes]:
    if raw.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raw = raw.decode("utf-16", errors="replace").encode()
    raw = raw.removeprefix(BOM_UTF8)
    ends = b"\n" if b"\n" in raw else b"\r"
    position = 0
    while position < len(raw):
        end = raw.find(ends, position)
        end = len(raw) if end < 0 else end
        yield raw[position:end].rstrip(b"\r")
        position = end + 1


def _text(parts: list[bytes]) -> str:
    whole = b"".join(parts) if len(parts) > 1 else parts[0]
    try:
        return whole.decode()
    except UnicodeDecodeError:
        return whole.decode("cp1252", errors="replace")
