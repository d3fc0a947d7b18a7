"""What others' rules say of the stack."""

import json
import subprocess
import sys
from pathlib import Path

from infra.configuration import ROOT

_UNSAFE = """
import sys
import aws_cdk as cdk
from aws_cdk import aws_sqs as sqs
from infra.review import review

app = cdk.App(outdir=sys.argv[1], analytics_reporting=False)
sqs.Queue(cdk.Stack(app, "Unsafe"), "Queue")
review(app)
app.synth()
"""


def test_cfn_lint_finds_nothing(assembly: Path) -> None:
    """In the stack that has everything, and on a table that is there. W3005 is that CDK says twice what depends on
    what."""
    templates = [str(path) for shape in ("Both", "Restored") for path in assembly.glob(f"{shape}*.template.json")]
    assert len(templates) == 3 + 2
    lint = Path(sys.executable).with_name("cfn-lint")
    command = [lint, "--ignore-checks", "W3005", "--", *templates]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (found.returncode, found.stdout) == (0, "")


def test_what_cdk_nag_forbids_is_not_synthesised(tmp_path: Path) -> None:
    """The stacks themselves are read in the same way, so that they were synthesised says that it found nothing."""
    command = [sys.executable, "-c", _UNSAFE, str(tmp_path)]
    made = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert made.returncode != 0
    assert "AwsSolutions-SQS4" in made.stdout + made.stderr


def test_each_stack_has_room_for_twice_as_many_endpoints(assembly: Path) -> None:
    """CloudFormation takes 500 resources and 200 parameters in a stack, and a template of a megabyte."""
    for path in assembly.glob("*.template.json"):
        template = json.loads(path.read_text())
        assert len(template["Resources"]) <= 250
        assert len(template.get("Parameters", {})) <= 100
        assert path.stat().st_size < 500_000
