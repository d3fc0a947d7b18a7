"""What the listing in RapidAPI's hub says in words of its own."""

from pathlib import Path
from typing import Any

from adapters.http import openapi_errors, openapi_parts
from adapters.http.errors import problem
from domain.credential_errors import OwnerSuspended, ProxyUnknown

Json = dict[str, Any]

CATEGORY = "Tools"

DESCRIPTION = (
    "Calendars and events, series that keep the clock of their time zone, and what happens between two moments in one"
    " fast call. iCalendar files in and out; feeds for calendar applications."
)
"""Shown on the hub's tile."""

_CREDENTIALS = """\
**Credentials.** Your RapidAPI key is all you need, and it may do everything: you have an account here from your first
call on. `GET /v1/me` tells who you are and what limits apply. Whatever is not yours is 404.
"""

LONG_DESCRIPTION = openapi_parts.DESCRIPTION.replace(openapi_parts.CREDENTIALS, _CREDENTIALS)

BADGES: list[Json] = [
    {"name": "recurrence", "value": "RFC 5545"},
    {"name": "files", "value": "iCalendar"},
    {"name": "time zones", "value": "IANA"},
    {"name": "retries", "value": "Idempotency-Key"},
]

TAGS: dict[str, Json] = {
    "feeds": {
        "description": "Secret addresses under which calendar applications read calendars. They are the API's own, not"
        " RapidAPI's: a calendar application sends no key."
    },
    "keys": {
        "description": "Keys for the same account at the API's own address, beside RapidAPI, where you need none."
    },
    "identities": {"description": "RapidAPI users who act for an account: a code lets you join another one."},
}
"""What is said of a group in place of what the API's own document says."""

ERROR_RESPONSES = {
    f"Error{status}": openapi_errors.response(description, problem(error))
    for status, description, error in (
        (401, "RapidAPI did not vouch for the call. Only whoever publishes this API can mend that.", ProxyUnknown()),
        (403, "Your account may not do this, or is suspended.", OwnerSuspended()),
    )
}
"""What RapidAPI's users see of what can be wrong with a credential."""

README = Path(__file__).with_name("listing.md").read_text()
