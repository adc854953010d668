"""Measure the accuracy of scorers on labelled segments and conversations."""
