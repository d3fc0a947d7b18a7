"""Measures Daybook on the machine at hand, in ratios where it can: `python -m bench`, or `make bench`."""
