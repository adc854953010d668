"""Measure the accuracy of scorers against labelled segments and conversations."""
