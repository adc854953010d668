"""An optional scorer: a language model reads by the codebooks, over an OpenAI-compatible API.

It scores passages in their context, and reads conversations as wholes. Never a default. It needs
three environment variables; see docs/scoring.md.
"""
