"""An optional scorer: a language model reads by the codebook, over an OpenAI-compatible API.

Never a default. It needs the extra `language-model` and three environment variables; see
docs/scoring.md.
"""
