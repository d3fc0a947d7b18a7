"""Daybook on a laptop: the command line, the embedded engine, and a server that plays API Gateway."""
