"""Actions of editors and moderators, with permission checks."""
