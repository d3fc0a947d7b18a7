"""GET /v1/admin/audit"""

from typing import Annotated

from adapters.http import limits, paging
from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.parameters import Cursor, PageSize
from adapters.http.schemas.owner_views import EntryView, entry_view
from adapters.http.schemas.resource import Page
from domain.use_cases.audit import ListAuditEntries
from functions.wiring import audit


@endpoint("audit.list")
def handler(
    list_entries: Annotated[ListAuditEntries, Uses(audit.list_audit_entries)],
    page_size: PageSize = limits.PAGE_DEFAULT,
    cursor: Cursor = None,
) -> Page[EntryView]:
    """List what was changed by those who manage owners, the newest first."""
    entries, more = list_entries(paging.resumed(["audit"], cursor), page_size)
    return paging.page_of(["audit"], [entry_view(entry) for entry in entries], page_size, more=more)
