"""Import episodes from manifests and podcast feeds."""
