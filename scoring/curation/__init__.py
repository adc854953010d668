"""Actions of editors and moderators, with their permission checks."""
