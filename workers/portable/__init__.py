"""Encoder and head as one ONNX graph."""
