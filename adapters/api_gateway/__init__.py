"""API Gateway's control plane: what counts and bounds the calls of owners there."""
