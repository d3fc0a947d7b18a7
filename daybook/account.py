"""What an AWS account has to say to what was chosen to be deployed into it."""

import sys

from daybook.aws_errors import told
from daybook.control_plane import client
from daybook.failure import Failure
from daybook.proxy_secrets import ProxySecrets
from infra.configuration import WORKERS, Configuration

_MUST_STAY_FREE = 100
"""How many functions at a time AWS keeps for those that have nothing set aside for them."""


def context_from(chosen: Configuration) -> dict[str, str]:
    """The context that follows from the account; Failure if it lacks something that the deployment needs."""
    return {**_secrets(chosen), **_concurrency(chosen)}


def _secrets(chosen: Configuration) -> dict[str, str]:
    """Which secrets of RapidAPI's proxy are kept by now, so that a deploy reads them anew if they changed."""
    if not chosen.rapidapi:
        return {}
    return {"rapidapi_secret_revision": ProxySecrets(chosen.rapidapi_secret).version()}


def _concurrency(chosen: Configuration) -> dict[str, str]:
    """Nothing set aside for workers where that would end the deploy half-way: a new account may run few functions."""
    if not chosen.worker_concurrency:
        return {}
    try:
        with told("How many functions this account may run at a time cannot be looked up"):
            limits = client("lambda", None).get_account_settings()["AccountLimit"]
    except Failure as failure:
        print(f"{failure} If it is fewer than usual, choose worker_concurrency=0.", file=sys.stderr)
        return {}
    most = int(limits["ConcurrentExecutions"])
    if most - len(WORKERS) * chosen.worker_concurrency >= _MUST_STAY_FREE:
        return {}
    print(
        f"This account may run {most} functions at a time, too few to set some aside for workers: none are."
        " AWS raises that on request, at Service Quotas: Lambda, concurrent executions.",
        file=sys.stderr,
    )
    return {"worker_concurrency": "0"}
