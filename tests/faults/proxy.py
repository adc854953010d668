"""The proxy of docker-compose.yml, run on this machine."""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from tests.paths import ROOT
from tests.ports import free_port

REPLACED = ("server web:8000;", "listen 8080;", "/tmp/")


@contextmanager
def proxy_of(*sites: str) -> Iterator[str]:
    """Run nginx with `config/nginx.conf` in front of `sites`; yield its URL."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="proxy-") as folder:
        Path(folder).chmod(0o777)
        text = (ROOT / "config" / "nginx.conf").read_text()
        servers = "".join(f"server {urlsplit(site).netloc};" for site in sites)
        values = (servers, f"listen 127.0.0.1:{port};", f"{folder}/")
        for old, new in zip(REPLACED, values, strict=True):
            assert old in text
            text = text.replace(old, new)
        path = Path(folder) / "nginx.conf"
        path.write_text(text)
        command = ["nginx", "-c", str(path), "-g", "daemon off;"]
        process = subprocess.Popen(command, stderr=(Path(folder) / "log").open("w"))
        try:
            yield f"http://127.0.0.1:{port}"
            assert process.poll() is None, (Path(folder) / "log").read_text()
        finally:
            process.terminate()
            process.wait(timeout=30)
