"""Import of episodes from manifests and podcast feeds."""
