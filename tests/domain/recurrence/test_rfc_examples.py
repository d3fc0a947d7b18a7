"""Every example of a recurrence rule in RFC 5545 §3.8.5.3, and the occurrences that it lists."""

import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from domain.recurrence import lines
from domain.recurrence.recurrence import Recurrence
from tests.builders import DAY

NEW_YORK = ZoneInfo("America/New_York")
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
SECOND, FAR = timedelta(seconds=1), datetime(2100, 1, 1)  # noqa: DTZ001 local
EVERY_HOUR_OF_WORK = "BYHOUR=9,10,11,12,13,14,15,16"


class Example(NamedTuple):
    """Lines and the occurrences that they give, the first being DTSTART unless that is said.

    An occurrence list goes from year to month to days: `1997 Sep 2,9 Oct 4-8 10-20/2` has the 4th to the 8th of
    October and each second day from the 10th. A time or times after a day are its own; otherwise it is DTSTART's. What
    ends in dots goes on.
    """

    meaning: str
    lines: str
    listed: str
    start: str = ""

    def read(self) -> Recurrence:
        start = datetime.fromisoformat(self.start) if self.start else self.occurrences()[0]
        return lines.read(self.lines.split(), start, NEW_YORK)

    def occurrences(self) -> list[datetime]:
        return list(times_of(self.listed))

    @property
    def is_endless(self) -> bool:
        return self.listed.endswith("...")


def times_of(text: str) -> Iterator[datetime]:
    """The local times that the notation stands for; 9:00 if nothing else is said."""
    year = month = 0
    for group in re.findall(r"[A-Z][a-z]{2}|[0-9,/-]+(?: [0-9]+:[0-9:,/-]+)?", text):
        if group in MONTHS:
            month = MONTHS.index(group) + 1
        elif len(group) == 4 and group.isdecimal():
            year = int(group)
        else:
            days, _, clocks = group.partition(" ")
            for day in numbers_of(days):
                for minutes in numbers_of(clocks or "9:00"):
                    moment = date(year, month, day)
                    yield datetime.combine(moment, datetime.min.time()) + timedelta(minutes=minutes)


def numbers_of(text: str) -> Iterator[int]:
    """The days of `2,4-8/2`, or the minutes of `9:00-10:00/20`."""
    for part in text.split(","):
        whole, _, step = part.partition("/")
        first, _, last = whole.partition("-")
        yield from range(number_of(first), number_of(last or first) + 1, int(step or 1))


def number_of(text: str) -> int:
    hour, colon, minute = text.partition(":")
    return int(hour) * 60 + int(minute) if colon else int(hour)


EXAMPLES = [
    Example("daily, 10 times", "RRULE:FREQ=DAILY;COUNT=10", "1997 Sep 2-11"),
    Example(
        "daily until 24 December",
        "RRULE:FREQ=DAILY;UNTIL=19971224T000000Z",
        "1997 Sep 2-30 Oct 1-31 Nov 1-30 Dec 1-23",
    ),
    Example(
        "every other day",
        "RRULE:FREQ=DAILY;INTERVAL=2",
        "1997 Sep 2-30/2 Oct 2-30/2 Nov 1-29/2 Dec 1-31/2 ...",
    ),
    Example("every 10 days, 5 times", "RRULE:FREQ=DAILY;INTERVAL=10;COUNT=5", "1997 Sep 2,12,22 Oct 2,12"),
    Example(
        "each day in January for 3 years, by the year",
        "RRULE:FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA",
        "1998 Jan 1-31 1999 Jan 1-31 2000 Jan 1-31",
    ),
    Example(
        "each day in January for 3 years, by the day",
        "RRULE:FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1",
        "1998 Jan 1-31 1999 Jan 1-31 2000 Jan 1-31",
    ),
    Example("weekly, 10 times", "RRULE:FREQ=WEEKLY;COUNT=10", "1997 Sep 2,9,16,23,30 Oct 7,14,21,28 Nov 4"),
    Example(
        "weekly until 24 December",
        "RRULE:FREQ=WEEKLY;UNTIL=19971224T000000Z",
        "1997 Sep 2,9,16,23,30 Oct 7,14,21,28 Nov 4,11,18,25 Dec 2,9,16,23",
    ),
    Example(
        "every other week",
        "RRULE:FREQ=WEEKLY;INTERVAL=2;WKST=SU",
        "1997 Sep 2,16,30 Oct 14,28 Nov 11,25 Dec 9,23 1998 Jan 6,20 Feb 3,17 ...",
    ),
    Example(
        "Tuesdays and Thursdays for five weeks, by their end",
        "RRULE:FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH",
        "1997 Sep 2,4,9,11,16,18,23,25,30 Oct 2",
    ),
    Example(
        "Tuesdays and Thursdays for five weeks, by their number",
        "RRULE:FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH",
        "1997 Sep 2,4,9,11,16,18,23,25,30 Oct 2",
    ),
    Example(
        "Mondays, Wednesdays and Fridays of every other week until 24 December",
        "RRULE:FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR",
        "1997 Sep 1,3,5,15,17,19,29 Oct 1,3,13,15,17,27,29,31 Nov 10,12,14,24,26,28 Dec 8,10,12,22",
    ),
    Example(
        "Tuesdays and Thursdays of every other week, 8 times",
        "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH",
        "1997 Sep 2,4,16,18,30 Oct 2,14,16",
    ),
    Example(
        "the first Friday of the month, 10 times",
        "RRULE:FREQ=MONTHLY;COUNT=10;BYDAY=1FR",
        "1997 Sep 5 Oct 3 Nov 7 Dec 5 1998 Jan 2 Feb 6 Mar 6 Apr 3 May 1 Jun 5",
    ),
    Example(
        "the first Friday of the month until 24 December",
        "RRULE:FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR",
        "1997 Sep 5 Oct 3 Nov 7 Dec 5",
    ),
    Example(
        "the first and last Sunday of every other month, 10 times",
        "RRULE:FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU",
        "1997 Sep 7,28 Nov 2,30 1998 Jan 4,25 Mar 1,29 May 3,31",
    ),
    Example(
        "the last Monday but one, for 6 months",
        "RRULE:FREQ=MONTHLY;COUNT=6;BYDAY=-2MO",
        "1997 Sep 22 Oct 20 Nov 17 Dec 22 1998 Jan 19 Feb 16",
    ),
    Example(
        "the last day of the month but two",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=-3",
        "1997 Sep 28 Oct 29 Nov 28 Dec 29 1998 Jan 29 Feb 26 ...",
    ),
    Example(
        "the 2nd and 15th, 10 times",
        "RRULE:FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15",
        "1997 Sep 2,15 Oct 2,15 Nov 2,15 Dec 2,15 1998 Jan 2,15",
    ),
    Example(
        "the first and last day of the month, 10 times",
        "RRULE:FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1",
        "1997 Sep 30 Oct 1,31 Nov 1,30 Dec 1,31 1998 Jan 1,31 Feb 1",
    ),
    Example(
        "the 10th to 15th of every 18th month, 10 times",
        "RRULE:FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15",
        "1997 Sep 10-15 1999 Mar 10-13",
    ),
    Example(
        "Tuesdays of every other month",
        "RRULE:FREQ=MONTHLY;INTERVAL=2;BYDAY=TU",
        "1997 Sep 2,9,16,23,30 Nov 4,11,18,25 1998 Jan 6,13,20,27 Mar 3,10,17,24,31 ...",
    ),
    Example(
        "in June and July, 10 times",
        "RRULE:FREQ=YEARLY;COUNT=10;BYMONTH=6,7",
        "1997 Jun 10 Jul 10 1998 Jun 10 Jul 10 1999 Jun 10 Jul 10 2000 Jun 10 Jul 10 2001 Jun 10 Jul 10",
    ),
    Example(
        "in January, February and March of every other year, 10 times",
        "RRULE:FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3",
        "1997 Mar 10 1999 Jan 10 Feb 10 Mar 10 2001 Jan 10 Feb 10 Mar 10 2003 Jan 10 Feb 10 Mar 10",
    ),
    Example(
        "the 1st, 100th and 200th day of every third year, 10 times",
        "RRULE:FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200",
        "1997 Jan 1 Apr 10 Jul 19 2000 Jan 1 Apr 9 Jul 18 2003 Jan 1 Apr 10 Jul 19 2006 Jan 1",
    ),
    Example("the 20th Monday of the year", "RRULE:FREQ=YEARLY;BYDAY=20MO", "1997 May 19 1998 May 18 1999 May 17 ..."),
    Example(
        "the Monday of week 20",
        "RRULE:FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO",
        "1997 May 12 1998 May 11 1999 May 17 ...",
    ),
    Example(
        "Thursdays in March",
        "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=TH",
        "1997 Mar 13,20,27 1998 Mar 5,12,19,26 1999 Mar 4,11,18,25 ...",
    ),
    Example(
        "Thursdays in June, July and August",
        "RRULE:FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8",
        "1997 Jun 5-26/7 Jul 3-31/7 Aug 7-28/7 1998 Jun 4-25/7 Jul 2-30/7 Aug 6-27/7"
        " 1999 Jun 3-24/7 Jul 1-29/7 Aug 5-26/7 ...",
    ),
    Example(
        "Fridays that are the 13th, from a Tuesday on that is excluded",
        "EXDATE;TZID=America/New_York:19970902T090000 RRULE:FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13",
        "1998 Feb 13 Mar 13 Nov 13 1999 Aug 13 2000 Oct 13 ...",
        start="1997-09-02T09:00",
    ),
    Example(
        "the Saturday behind the first Sunday of the month",
        "RRULE:FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13",
        "1997 Sep 13 Oct 11 Nov 8 Dec 13 1998 Jan 10 Feb 7 Mar 7 Apr 11 May 9 Jun 13 ...",
    ),
    Example(
        "the Tuesday after a Monday in November of every fourth year",
        "RRULE:FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8",
        "1996 Nov 5 2000 Nov 7 2004 Nov 2 ...",
    ),
    Example(
        "the third Tuesday, Wednesday or Thursday of the month, for 3 months",
        "RRULE:FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3",
        "1997 Sep 4 Oct 7 Nov 6",
    ),
    Example(
        "the last working day of the month but one",
        "RRULE:FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
        "1997 Sep 29 Oct 30 Nov 27 Dec 30 1998 Jan 29 Feb 26 Mar 30 ...",
    ),
    # The RFC lists 15:00 too, as if its 17:00 UTC were 17:00 in New York, where it is 13:00.
    Example("every 3 hours of a day", "RRULE:FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z", "1997 Sep 2 9:00,12:00"),
    Example(
        "every 3 hours of a day, until when the RFC meant",
        "RRULE:FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T210000Z",
        "1997 Sep 2 9:00,12:00,15:00",
    ),
    Example("every 15 minutes, 6 times", "RRULE:FREQ=MINUTELY;INTERVAL=15;COUNT=6", "1997 Sep 2 9:00-10:15/15"),
    Example("every 90 minutes, 4 times", "RRULE:FREQ=MINUTELY;INTERVAL=90;COUNT=4", "1997 Sep 2 9:00-13:30/90"),
    Example(
        "every 20 minutes from 9:00 to 16:40, by the day",
        f"RRULE:FREQ=DAILY;{EVERY_HOUR_OF_WORK};BYMINUTE=0,20,40",
        "1997 Sep 2-4 9:00-16:40/20 ...",
    ),
    Example(
        "every 20 minutes from 9:00 to 16:40, by the minute",
        f"RRULE:FREQ=MINUTELY;INTERVAL=20;{EVERY_HOUR_OF_WORK}",
        "1997 Sep 2-4 9:00-16:40/20 ...",
    ),
    Example(
        "Tuesdays and Sundays of every other week that begins on Monday",
        "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO",
        "1997 Aug 5,10,19,24",
    ),
    Example(
        "Tuesdays and Sundays of every other week that begins on Sunday",
        "RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU",
        "1997 Aug 5,17,19,31",
    ),
    Example(
        "the 15th and 30th, which February has not",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5",
        "2007 Jan 15,30 Feb 15 Mar 15,30",
    ),
]

each_example = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.meaning)


def kept(recurrence: Recurrence, first: datetime, last: datetime) -> list[datetime]:
    return [time for time in recurrence.between(first, last) if time not in recurrence.excluded]


@each_example
def test_it_recurs_as_the_rfc_lists(example: Example) -> None:
    recurrence, listed = example.read(), example.occurrences()
    assert kept(recurrence, recurrence.anchor, listed[-1] if example.is_endless else FAR) == listed


@each_example
def test_a_window_in_the_middle_shows_the_same(example: Example) -> None:
    recurrence, listed = example.read(), example.occurrences()
    first, last = listed[len(listed) // 3], listed[len(listed) * 2 // 3]
    assert kept(recurrence, first, last) == [time for time in listed if first <= time <= last]
    first, last = first + SECOND, last + DAY
    known = [time for time in listed if first <= time <= last]
    assert [time for time in kept(recurrence, first, last) if time <= listed[-1]] == known


@each_example
def test_its_last_occurrence_is_known_if_there_is_one(example: Example) -> None:
    assert example.read().last == (None if example.is_endless else example.occurrences()[-1])
