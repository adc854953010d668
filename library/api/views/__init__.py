"""The public addresses: each view fetches rows, builds their page objects and serializes them."""
