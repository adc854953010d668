"""What editors and moderators do, with the permission each step needs."""
