"""An optional scorer that uses a language model with an OpenAI-compatible API.

Following the codebooks, it scores passages in their context, and whole conversations. It is off
unless it is configured by environment variables; see docs/scoring.md.
"""
