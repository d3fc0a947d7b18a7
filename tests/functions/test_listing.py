"""What the listing at RapidAPI tells its readers to type works."""

import json
from http import HTTPStatus

from tests.conftest import MakeApi
from tests.daybook.test_listing import commands_of_the_readme


def test_the_first_steps_of_the_listing_work(through_rapidapi: MakeApi) -> None:
    user = through_rapidapi()
    calendar, found = "", []
    for _, address, *options in commands_of_the_readme():
        path = address.removeprefix("https://$HOST").replace("$CALENDAR", calendar)
        if "-d" in options:
            made = user.post(path, json.loads(options[options.index("-d") + 1]))
            assert made.status_code == HTTPStatus.CREATED, made.text
            calendar = calendar or made.json()["data"]["id"]
        else:
            found = [event["title"] for event in user.get(path).json()["data"]]
    assert found.count("Stand-up") == 7
    assert found.count("Planning") == 1
