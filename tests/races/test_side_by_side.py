"""Many clients at the very same moment, in threads of their own."""

from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from threading import Barrier

from tests.support.api import Api

WRITERS = 16
LONG = {"starts_at": "2026-03-04T22:00Z", "ends_at": "2026-03-07T02:00Z", "metadata": {"count": "0"}}
DAYS = [f"2026-03-{day:02}" for day in range(4, 9)]


def test_every_success_of_sixteen_writers_is_there_exactly_once(api: Api) -> None:
    calendar = api.new_calendar()
    path = f"{calendar}/events/{api.new_event(calendar, **LONG)['id']}"
    together = Barrier(WRITERS)

    def write(writer: int) -> tuple[int, int]:
        """Add one to what is there, if nobody else does in between."""
        seen = api.get(path)
        count = int(seen.json()["data"]["metadata"]["count"])
        together.wait()
        change = {"metadata": {"count": str(count + 1)}, "location": f"writer {writer}"}
        answer = api.patch(path, change, headers={"If-Match": seen.headers["ETag"]})
        assert answer.status_code in {204, 412}, answer.text
        return answer.status_code, writer

    with ThreadPoolExecutor(WRITERS) as pool:
        rounds = [list(pool.map(write, range(WRITERS))) for _ in range(3)]
    winners = [[writer for status, writer in one if status == 204] for one in rounds]
    assert [len(one) for one in winners] == [1, 1, 1]
    kept = api.get(path)
    assert kept.json()["data"]["metadata"]["count"] == "3"
    assert kept.json()["data"]["location"] == f"writer {winners[-1][0]}"
    assert kept.headers["ETag"] == '"4"'
    for day, following in pairwise(DAYS):
        (copy,) = api.get(f"{calendar}/events", params={"from": day, "to": following}).json()["data"]
        assert copy == kept.json()["data"]


def test_nobodys_field_is_lost_among_sixteen_writers_without_a_condition(api: Api) -> None:
    calendar = api.new_calendar()
    path = f"{calendar}/events/{api.new_event(calendar, **LONG)['id']}"

    def write(writer: int) -> int:
        return api.patch(path, {"metadata": {f"writer-{writer}": "here"}}).status_code

    with ThreadPoolExecutor(WRITERS) as pool:
        statuses = list(pool.map(write, range(WRITERS)))
    kept = api.get(path).json()["data"]["metadata"]
    assert {name for name in kept if name != "count"} == {
        f"writer-{writer}" for writer, status in enumerate(statuses) if status == 204
    }
    assert set(statuses) <= {204, 409}
