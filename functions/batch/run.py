"""POST /v1/batch"""

from typing import Annotated

from adapters.http.batch import RunBatch
from adapters.http.endpoint import endpoint
from adapters.http.markers import Uses
from adapters.http.relay import RequestRelay
from adapters.http.replies import REFUSED_FROM
from adapters.http.schemas.batch_drafts import BatchDraft
from adapters.http.schemas.batch_views import OutcomeView
from adapters.http.schemas.resource import Listing
from functions.wiring import batches, idempotency


@endpoint("batch.run", once=idempotency.act_once)
def handler(
    relay: RequestRelay,
    draft: BatchDraft,
    run_batch: Annotated[RunBatch, Uses(batches.run_batch)],
) -> Listing[OutcomeView]:
    """Make several calls in one; each has the answer that it would have had by itself.

    They are made one after the other, and one that is refused does not stop the rest. With `atomic`, all are done in
    one step or none: if one is refused, that is the answer, and `meta.operation` its number. Where a value is
    `"$0.id"`, it is taken from the data of the first answer; `"$$0.id"` is that text itself. With an
    `Idempotency-Key`, each call acts once.
    """
    views = run_batch(relay, draft)
    failed = sum(one["status"] >= REFUSED_FROM for one in views)
    return Listing(views, {"succeeded": len(views) - failed, "failed": failed})
