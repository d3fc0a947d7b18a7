"""The public limits of the edge; those of an event are `domain.limits`. Each is part of the OpenAPI document."""

BODY_BYTES = 1024 * 1024
IMPORT_BYTES, IMPORT_OBJECTS = 5 * 1024 * 1024, 2000
BINARY_BYTES = 4 * 1024 * 1024  # Lambda lets 6 MB pass, of which base64 takes a quarter
RECURRENCE_LINES, RECURRENCE_CHARACTERS = 2100, 40_000
PAGE_DEFAULT, PAGE_MOST = 100, 1000
IDS_MOST = 100
BATCH_OPERATIONS = 100
ANSWER_BYTES = 3 * 1024 * 1024  # Lambda lets 6 MB pass, of JSON in JSON: each quote may count twice
SEARCH_CHARACTERS = 200
CODE_CHARACTERS = 40
OVERLAP_SECONDS_DEFAULT, OVERLAP_SECONDS_MOST = 86_400, 30 * 86_400
