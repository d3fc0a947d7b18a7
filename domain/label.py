"""What people call the things they made, to recognise them by."""

from domain.errors import InvalidField

LONGEST_LABEL = 100


def require_label(label: str | None) -> None:
    """Raise InvalidField for what cannot be a label; None is none."""
    if label is not None and not (0 < len(label) <= LONGEST_LABEL and label.isprintable()):
        raise InvalidField("label", f"label: this must be 1 to {LONGEST_LABEL} printable characters.")
