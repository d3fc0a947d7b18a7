"""The function of /v1/admin/audit."""
