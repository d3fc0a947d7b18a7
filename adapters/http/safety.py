"""Headers that keep browsers from doing what nobody asked for."""

from collections.abc import Mapping

ALWAYS: Mapping[str, str] = {"X-Content-Type-Options": "nosniff"}
"""Nothing is to be taken for another type than it says."""

PRIVATE: Mapping[str, str] = {"Cache-Control": "no-store"}
"""What only one may see is kept nowhere on its way (RFC 9111 §5.2.2.5), unless the answer says otherwise."""

PAGE: Mapping[str, str] = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; connect-src 'self';"
    " img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}
"""A page runs only what comes from here, talks only to us, and is in nobody's frame."""
