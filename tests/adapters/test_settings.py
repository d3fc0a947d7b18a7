"""What the environment may say."""

import pytest

from adapters.settings import BadSetting, Settings


@pytest.mark.parametrize(
    ("given", "read"),
    [
        ("", None),
        ("https://calendar.example.org", "https://calendar.example.org"),
        ("http://localhost:8080/", "http://localhost:8080"),
        ("https://abc.example.org/live/", "https://abc.example.org/live"),
    ],
)
def test_a_public_url_is_read_without_its_last_slash(given: str, read: str | None) -> None:
    assert Settings.read({Settings.TABLE: "t", Settings.PUBLIC_URL: given}).public_url == read


@pytest.mark.parametrize(
    "given", ["calendar.example.org", "ftp://x.org", "https://", "https://a b", "https://me@x.org", "https://x.org?y"]
)
def test_what_is_no_whole_url_is_refused_by_name(given: str) -> None:
    with pytest.raises(BadSetting, match=Settings.PUBLIC_URL):
        Settings.read({Settings.TABLE: "t", Settings.PUBLIC_URL: given})
