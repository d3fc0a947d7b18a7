"""The record of what was done."""

from adapters.dynamodb.audit import DynamoAuditTrail
from domain.use_cases import audit
from functions.wiring import table


def audit_trail() -> DynamoAuditTrail:
    return DynamoAuditTrail(table())


def list_audit_entries() -> audit.ListAuditEntries:
    return audit.ListAuditEntries(audit_trail())
