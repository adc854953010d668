"""RSS and Atom feeds, and sitemaps."""
