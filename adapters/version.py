"""Which Daybook this is."""

VERSION = "0.1.0"
"""The release, by semantic versioning."""

LAYOUT = 2
"""The layout of the table that it reads and writes. Layout 1, which was never released, had a partition for each date
of a calendar, and an index over them. docs/deploy.md says how one follows another."""
