"""The documented flow, tried on an API that is up, and cleaned up after. It asks for no more than curl does."""
