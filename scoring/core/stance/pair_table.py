"""Hash table for looking up many pairs of numbers at once."""

from collections.abc import Mapping

import numpy as np

from scoring.core.stance.weights import Integers

NO_ROW = -1
ROOM = 4
"""Minimum number of slots per pair; more slots cause fewer collisions."""
SCATTER, LOW_BITS = 0x9E3779B1, 0xFFFFFFFF
"""Multiplier and mask of Fibonacci hashing (Knuth, The Art of Computer Programming, 6.4)."""


class PairTable:
    """Maps pairs of numbers below `base` to rows, and unknown pairs to -1.

    The table uses open addressing with linear probing.
    """

    def __init__(self, rows: Mapping[tuple[int, int], int], base: int) -> None:
        self._base = base
        self._bits = (ROOM * len(rows)).bit_length()
        size = 1 << self._bits
        keys, values = [NO_ROW] * size, [NO_ROW] * size
        for (first, second), row in rows.items():
            key = first * base + second
            slot = (key * SCATTER & LOW_BITS) >> (32 - self._bits)
            while keys[slot] != NO_ROW:
                slot = (slot + 1) % size
            keys[slot], values[slot] = key, row
        self._keys, self._rows = np.array(keys, np.int64), np.array(values, np.int64)

    def find(self, first: Integers, second: Integers) -> Integers:
        keys = first * self._base + second
        slots = (keys * SCATTER & LOW_BITS) >> (32 - self._bits)
        met = self._keys[slots]
        astray = np.flatnonzero((met != keys) & (met != NO_ROW))
        while len(astray):
            slots[astray] = (slots[astray] + 1) % len(self._keys)
            met[astray] = self._keys[slots[astray]]
            astray = astray[(met[astray] != keys[astray]) & (met[astray] != NO_ROW)]
        return np.where(met == keys, self._rows[slots], NO_ROW)
