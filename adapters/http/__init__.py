"""The driving side: endpoints, envelopes, errors, the API's description, and the local gateway."""
