"""What JSON may look like: what comes in (`*_drafts`) are models of pydantic, what goes out (`*_views`) plain dicts."""
