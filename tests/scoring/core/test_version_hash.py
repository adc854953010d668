"""Versions of scorers are text for every program that reads them."""

import hashlib

from scoring.core.version_hash import version_hash


def is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def test_a_version_is_never_a_number() -> None:
    hashes = [hashlib.sha256(str(number).encode()).hexdigest()[:12] for number in range(5000)]
    versions = [version_hash(str(number)) for number in range(5000)]

    assert any(is_number(each) for each in hashes)
    assert not any(is_number(each) for each in versions)
    assert {len(each) for each in versions} == {12}
    differing = [pair for pair in zip(hashes, versions, strict=True) if pair[0] != pair[1]]
    assert all(is_number(old) for old, _ in differing)


def test_the_hash_separates_its_sources() -> None:
    assert version_hash("ab", "c") != version_hash("a", "bc")
