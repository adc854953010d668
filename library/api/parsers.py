"""How bodies are read."""

from typing import Any

from rest_framework.exceptions import ParseError
from rest_framework.parsers import JSONParser


class JsonParser(JSONParser):
    """JSON, of which what is nested past what Python reads is refused as what is broken is."""

    def parse(self, *given: Any, **named: Any) -> Any:
        try:
            return super().parse(*given, **named)
        except RecursionError:
            raise ParseError("JSON parse error - nested too deeply") from None
