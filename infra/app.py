"""Writes the template and its asset to cdk.out: `python -m infra.app`, or any `cdk` command."""

import os
import sys

import aws_cdk as cdk

from adapters.settings import BadSetting
from infra import bundle
from infra.choices import BadChoice
from infra.configuration import ROOT, Configuration, defaults, require_known
from infra.review import review
from infra.stack import DaybookStack


def main() -> None:
    """The command line says by CDK_OUTDIR where it wants the output; without it CDK would choose a temporary folder."""
    outdir = os.environ.get("CDK_OUTDIR", str(ROOT / "cdk.out"))
    app = cdk.App(context=defaults(), outdir=outdir, analytics_reporting=False)
    try:
        require_known(app.node.get_all_context())
        configuration = Configuration.read(app.node.try_get_context)
    except (BadChoice, BadSetting) as error:
        sys.exit(f"Nothing was built. {error}")
    DaybookStack(app, configuration=configuration, package=bundle.build())
    review(app)
    app.synth()


if __name__ == "__main__":
    main()
