"""Services that write to the library, each in one transaction."""
