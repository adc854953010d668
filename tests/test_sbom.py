"""The software bill of materials lists what is locked."""

import json
import subprocess
import sys
from pathlib import Path

from config.version import VERSION
from tests.paths import ROOT


def bill(*arguments: str) -> dict[str, object]:
    command = [sys.executable, ROOT / ".ci" / "sbom", *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def test_every_locked_requirement_is_listed_once_with_its_version() -> None:
    lines = (ROOT / "requirements.txt").read_text().splitlines()
    locked = sorted(line.removesuffix(" \\") for line in lines if "==" in line)

    found = bill()

    listed = sorted(f"{each['name']}=={each['version']}" for each in found["components"])  # type: ignore[attr-defined]
    assert listed == locked
    assert (found["bomFormat"], found["specVersion"]) == ("CycloneDX", "1.6")
    assert found["metadata"]["component"]["version"] == VERSION  # type: ignore[index]


def test_packages_have_the_purls_that_scanners_use(tmp_path: Path) -> None:
    path = tmp_path / "requirements.txt"
    path.write_text("django==5.2.1 \\\n    --hash=sha256:00\n# a comment\ndjango-csp==4.0\n")

    found = bill(str(path))

    addresses = {each["purl"] for each in found["components"]}  # type: ignore[attr-defined]
    assert addresses == {"pkg:pypi/django@5.2.1", "pkg:pypi/django-csp@4.0"}
    assert len(found["dependencies"]) == 3  # type: ignore[arg-type]
