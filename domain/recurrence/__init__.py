"""Recurrence as RFC 5545 §3.8.5 has it: what a series' lines say, and which local times follow from them.

Everything in here is local: naive date-times on the wall clock of the series' zone, midnights if it is all-day. Where
they are as instants is `domain.series`' business.
"""
