"""The functions of an owner's identities below /v1/admin, one module each."""
