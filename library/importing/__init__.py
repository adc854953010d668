"""Bringing episodes in: manifests and podcast feeds."""
