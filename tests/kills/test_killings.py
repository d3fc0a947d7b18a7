"""A server that is killed again and again while clients write loses nothing: `make killings` at length, a few here."""

import os
import secrets
from pathlib import Path

from tests.kills.campaign import Campaign
from tests.support.server import Server, free_port

KILLS = int(os.environ.get("KILLS", "0"))
SEED = os.environ.get("SEED") or secrets.token_hex(4)
A_FEW = 2


def test_nothing_is_lost_doubled_or_half_done_however_often_it_is_killed(tmp_path: Path) -> None:
    print(f"\nThe seed is {SEED}; `make killings SEED={SEED}` goes the same way as far as timing lets it.")
    server = Server(tmp_path / "data", free_port())
    try:
        for progress in Campaign(server, SEED).run(KILLS or A_FEW):
            print(progress.line(), flush=True)
    finally:
        server.close()
