"""What JSON may look like. What comes in (`*_drafts`) are models of pydantic, what goes out (`*_views`) are plain dicts."""
