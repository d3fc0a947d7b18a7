"""What is asked of an export, and where the next part of it is."""

from collections.abc import Sequence
from typing import Annotated, Any
from urllib.parse import quote, urlencode
from uuid import UUID

from adapters.http import cursors
from adapters.http.markers import Query
from adapters.http.readings import Bound
from domain.records import dataclass
from domain.time import zone
from domain.use_cases.export_events import Mark
from domain.window import OpenQuery

ExportCursor = Annotated[
    str | None, Query(description="From the `Link` of the answer before, with all other parameters unchanged.")
]


@dataclass(frozen=True)
class ExportParameters:
    """The part of a calendar that an export is of, as its parameters word it."""

    calendar_id: UUID
    start: Bound | None
    end: Bound | None
    time_zone: str | None

    def resumed(self, cursor: str | None) -> tuple[OpenQuery, Mark | None]:
        """What to ask for, and the mark to go on behind; raise InvalidCursor for a cursor of another query."""
        query = OpenQuery(self.start, self.end, zone(self.time_zone) if self.time_zone is not None else None)
        return query, cursors.unpack(self._key(), cursor, _to_mark) if cursor is not None else None

    def headers(self, title: str, last: Mark | None) -> dict[str, str]:
        """The name of the file, and a link to what comes behind a mark (RFC 6266, RFC 8288)."""
        following = {"Link": f'<?{self._following(last)}>; rel="next"'} if last is not None else {}
        return {"Content-Disposition": file_named(title), **following}

    def _following(self, last: Mark) -> str:
        bounds = {"from": self.start, "to": self.end}
        asked = {name: bound.isoformat() for name, bound in bounds.items() if bound is not None}
        if self.time_zone is not None:
            asked["time_zone"] = self.time_zone
        return urlencode({**asked, "cursor": cursors.pack(self._key(), list(last))})

    def _key(self) -> Sequence[str]:
        return ["export", *map(str, (self.calendar_id, self.start, self.end, self.time_zone))]


def file_named(title: str) -> str:
    """Content-Disposition for a calendar of that title: in ASCII for old readers, and as it is (RFC 6266 §4.3)."""
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in " -_") else "_" for letter in title)
    name = f"{plain.strip()[:80] or 'calendar'}.ics"
    return f"attachment; filename=\"{name}\"; filename*=UTF-8''{quote(title[:80], safe='')}.ics"


def _to_mark(kept: Any) -> Mark:
    stage, first, second = kept
    return Mark(int(stage), str(first), str(second))
