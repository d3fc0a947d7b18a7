"""Values and parameters as iCalendar writes them (RFC 5545 §3.2, §3.3; RFC 6868), and lines folded (§3.1)."""

import re
from collections.abc import Iterable

_ESCAPES = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}
_TO_ESCAPE = re.compile(r"[\\;,\n]")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_LINE_ENDS = re.compile(r"\r\n?")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
_CARETS = {"^": "^^", "\n": "^n", '"': "^'"}
_TO_CARET = re.compile(r'[\^\n"]')
_NEEDS_QUOTES = re.compile(r"[;:,]")
_FOLD_AT = 75
_WITHIN_CHARACTERS = range(0x80, 0xC0)
"""The bytes with which no character of UTF-8 begins."""


def text(value: str) -> str:
    """A TEXT value (§3.3.11). Control characters, which it cannot have, are left out."""
    clean = _CONTROLS.sub("", _LINE_ENDS.sub("\n", value))
    return _TO_ESCAPE.sub(lambda found: _ESCAPES[found[0]], clean)


def read_text(value: str) -> str:
    """What a TEXT value says."""
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value) if "\\" in value else value


def parameter(name: str, value: str) -> str:
    """A parameter with its semicolon, quoted if it must be."""
    clean = _TO_CARET.sub(lambda found: _CARETS[found[0]], _CONTROLS.sub("", _LINE_ENDS.sub("\n", value)))
    return f';{name}="{clean}"' if _NEEDS_QUOTES.search(clean) else f";{name}={clean}"


def folded(lines: Iterable[str]) -> str:
    """The lines as a file has them: no more than 75 octets in each, no character divided, CRLF behind it."""
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _folded(line: str) -> str:
    if len(line) <= _FOLD_AT and (line.isascii() or len(line.encode()) <= _FOLD_AT):
        return line
    raw, parts, start, room = line.encode(), [], 0, _FOLD_AT
    while start < len(raw):
        end = start + room
        while raw[end : end + 1] and raw[end] in _WITHIN_CHARACTERS:
            end -= 1
        parts.append(raw[start:end].decode())
        start, room = end, _FOLD_AT - 1
    return "\r\n ".join(parts)
