"""HTTP middleware, caches and limits, and the client for outgoing requests."""
