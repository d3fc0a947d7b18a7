"""The functions of /v1/identities and /v1/identity-claims, one module each."""
