"""HTTP: middleware, caches, limits, and the client for outgoing requests."""
