"""Benchmarks, each a ratio to a baseline; `make bench` runs them all.

Importing the package sets up Django.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()
