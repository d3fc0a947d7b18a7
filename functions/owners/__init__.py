"""The functions of /v1/admin/owners, one module each."""
