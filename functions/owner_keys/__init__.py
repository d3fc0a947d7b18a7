"""The functions of an owner's keys below /v1/admin, one module each."""
