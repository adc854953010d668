"""Benchmarks of Counterpoint, each a ratio to a known reference; `make bench` runs them all.

Importing the package sets up Django from the environment.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()
