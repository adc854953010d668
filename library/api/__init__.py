"""The public REST API, version 1."""
