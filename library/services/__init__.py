"""Writes to the library, one transaction each."""
