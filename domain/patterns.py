"""What some kinds of text look like, however they come in. Each is matched as a whole."""

import re

_SPACE = r"\s\x1c-\x1f\x85\ufeff"
"""White space, with all that any dialect of regular expressions takes for it: readers of our schemas have others."""

EMAIL = rf"[^@{_SPACE}]+@[^@{_SPACE}]+"
URL = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]*:[^{_SPACE}<>\"\x00-\x1f]+")
HEX_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
NOT_BLANK = re.compile(f"[^{_SPACE}]")
"""To be searched for."""
