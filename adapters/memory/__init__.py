"""The domain's ports in plain memory, for tests of the domain: the same contracts, no engine."""
