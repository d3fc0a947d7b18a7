"""The size of the package that is deployed: with the wheels that Lambda gets, whatever this machine is."""

from pathlib import Path
from tempfile import TemporaryDirectory

from bench.report import Row, Section, progress
from infra import bundle

TITLE, PACKAGE = "Package", "deployed package"
ZIPPED, UNZIPPED = "MB zipped", "MB unzipped"


def measure() -> list[Section]:
    """Build it as `make synth` does; no table if the wheels cannot be fetched."""
    progress(f"Package: fetching the wheels for {bundle.ARM64}")
    with TemporaryDirectory(prefix="daybook-bench-") as folder:
        try:
            built = bundle.build(Path(folder))
        except SystemExit as error:
            progress(f"Package: not measured, because {error}")
            return []
        return [Section(TITLE, f"As `make synth` builds it, for {bundle.ARM64}.", [_row(built)])]


def _row(folder: Path) -> Row:
    size = bundle.size_of(folder)
    return {"what": PACKAGE, "files": size.files, UNZIPPED: size.unzipped, ZIPPED: size.zipped}
