"""What a CalDAV client asks (RFC 4791), over one kept connection."""

import re
from http.client import HTTPConnection
from typing import Self

from bench.server import HOST

_TIMEOUT_SECONDS = 120
_QUERY = """\
<?xml version="1.0" encoding="utf-8"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
<D:prop><D:getetag/><C:calendar-data>{expand}</C:calendar-data></D:prop>
<C:filter><C:comp-filter name="VCALENDAR"><C:comp-filter name="VEVENT">
<C:time-range start="{start}" end="{end}"/></C:comp-filter></C:comp-filter></C:filter>
</C:calendar-query>"""
_EXPAND = '<C:expand start="{start}" end="{end}"/>'
_ICALENDAR = {"Content-Type": "text/calendar; charset=utf-8"}


class CalDav:
    """A calendar on a CalDAV server."""

    def __init__(self, port: int, path: str) -> None:
        self._connection = HTTPConnection(HOST, port, timeout=_TIMEOUT_SECONDS)
        self._path = path

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def list(self, start: str, end: str, *, expand: bool = False) -> int:
        """Ask for what happens in a window, each series as it is or expanded; return how many components there are."""
        window = {"start": start, "end": end}
        body = _QUERY.format(**window, expand=_EXPAND.format(**window) if expand else "")
        answer = self._call("REPORT", "", body, {"Depth": "1", "Content-Type": "application/xml; charset=utf-8"})
        return len(re.findall(rb"BEGIN:VEVENT", answer))

    def get(self, name: str) -> None:
        self._call("GET", name)

    def create(self, name: str, text: str) -> None:
        self._call("PUT", name, text, {**_ICALENDAR, "If-None-Match": "*"})

    def update(self, name: str, text: str) -> None:
        self._call("PUT", name, text, _ICALENDAR)

    def delete(self, name: str) -> None:
        self._call("DELETE", name)

    def _call(self, method: str, name: str, body: str | None = None, headers: dict[str, str] | None = None) -> bytes:
        self._connection.request(method, self._path + name, body, headers or {})
        response = self._connection.getresponse()
        answer = response.read()
        if response.status >= 300:
            raise RuntimeError(f"{method} answered {response.status}: {answer[:300]!r}")
        return answer
