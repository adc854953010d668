"""Measurements of Counterpoint, each a ratio to something known; `make bench` runs them all.

Importing the package sets Django up, by the environment as ever.
"""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()
