"""Benchmarks whose results are ratios to a reference.

`make bench` runs all of them. Importing this package configures Django from the environment.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()
