"""An optional scorer that uses a language model with an OpenAI-compatible API.

It scores passages in context, and whole conversations, by the codebooks. It is never the default,
and requires three environment variables; see docs/scoring.md.
"""
