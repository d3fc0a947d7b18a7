"""The stack in several shapes, as CDK synthesises it: plain, with everything, bare, and on a table that is there."""

import subprocess
import sys
from pathlib import Path

from infra.configuration import ROOT

_SYNTH = """
import sys
from pathlib import Path
import aws_cdk as cdk
from infra.configuration import Configuration, defaults
from infra.review import review
from infra.stack import DaybookStack

out, package = sys.argv[1:]
context = defaults()
app = cdk.App(context=context, outdir=out, analytics_reporting=False)
everything = {
    "rapidapi": "true",
    "rapidapi_billing": "read: Requests=1; Credits=1, write: Requests=1; Credits=2",
    "cors_origins": "https://app.example.org",
    "domain_name": "calendar.example.org",
    "certificate_arn": "arn:aws:acm:eu-central-1:000000000000:certificate/a-certificate",
    "hosted_zone_id": "Z0000",
    "hosted_zone_name": "example.org",
    "firewall": "true",
    "alarm_email": "somebody@example.org",
    "monthly_budget_usd": "10",
}
bare = {
    "rapidapi": "true",
    "throw_away": "true",
    "worker_concurrency": "0",
    "access_log": "false",
    "alarms": "false",
    "log_days": "7",
}
stream = "arn:aws:dynamodb:eu-central-1:000000000000:table/restored/stream/2026-11-26T00:00:00.000"
restored = {"table": "restored", "table_stream": stream}
shapes = {"Direct": {}, "Both": everything, "Bare": bare, "Restored": restored}
for name, chosen in shapes.items():
    configuration = Configuration.read({**context, **chosen, "stack": name}.get)
    DaybookStack(app, configuration=configuration, package=Path(package))
review(app)
app.synth()
"""


def synthesise(folder: Path) -> None:
    """Write all shapes to `out` in a folder."""
    package = folder / "package"
    package.mkdir(parents=True)
    (package / "stub").touch()
    command = [sys.executable, "-c", _SYNTH, str(folder / "out"), str(package)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
