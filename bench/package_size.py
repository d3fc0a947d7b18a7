"""The size of the package that is deployed: with the wheels that Lambda gets, whatever this machine is."""

from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZIP_DEFLATED, ZipFile

from bench.report import Row, Section, progress
from infra import bundle

TITLE, PACKAGE = "Package", "deployed package"
ZIPPED, UNZIPPED = "MB zipped", "MB unzipped"

_MEGABYTE = 1_000_000


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
    files = [path for path in folder.rglob("*") if path.is_file()]
    archive = BytesIO()
    with ZipFile(archive, "w", ZIP_DEFLATED) as zipped:
        for path in files:
            zipped.write(path, path.relative_to(folder))
    unzipped = sum(path.stat().st_size for path in files)
    return {
        "what": PACKAGE,
        "files": len(files),
        UNZIPPED: round(unzipped / _MEGABYTE, 1),
        ZIPPED: round(archive.tell() / _MEGABYTE, 1),
    }
