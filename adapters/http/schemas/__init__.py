"""What JSON may look like, in and out: the only place where pydantic meets the domain."""
