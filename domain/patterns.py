"""What some kinds of text look like, however they come in. Each is matched as a whole."""

import re

EMAIL = r"[^@\s]+@[^@\s]+"
URL = re.compile(r"[a-z][a-z0-9+.-]*:[^\s<>\"\x00-\x1f]+", re.IGNORECASE)
HEX_COLOR = re.compile(r"#[0-9a-fA-F]{6}")
