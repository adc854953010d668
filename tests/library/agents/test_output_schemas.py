"""Every tool describes its result, and its result fits the description."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from django.core.management import call_command

from library.agents import resources
from library.agents.output_schemas import output_schema
from library.agents.server import build_server
from library.agents.tools import TOOLS
from library.models import Episode

pytestmark = pytest.mark.django_db
SLUG = "the-one-way-door"

RESULTS: dict[str, Callable[[], Any]] = {
    "search_moments": lambda: resources.search_moments({"q": "model"}),
    "list_episodes": lambda: resources.list_episodes({}),
    "get_episode": lambda: resources.get_episode(SLUG),
    "get_segments": lambda: resources.get_segments(SLUG, {}),
    "get_answering_passages": lambda: resources.get_answering_passages("the-other-guest", 5),
    "get_both_sides": lambda: resources.get_both_sides("AI in medicine"),
    "library_statistics": resources.library_statistics,
}


def test_a_result_of_every_tool_fits_its_output_schema() -> None:
    call_command("load_sample", verbosity=0)
    Episode.objects.filter(slug=SLUG).update(text_may_be_shared=False)

    assert list(RESULTS) == [tool.__name__ for tool in TOOLS]
    for tool, result in RESULTS.items():
        schema = output_schema(tool)
        jsonschema.Draft202012Validator.check_schema(schema)
        found = result()
        jsonschema.validate(found, schema)
        assert set(found) == set(schema["properties"]), tool


def test_a_result_that_lacks_a_property_does_not_fit() -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"results": []}, output_schema("search_moments"))


def test_the_server_publishes_the_schemas() -> None:
    tools = asyncio.run(build_server().list_tools())

    published = {tool.name: tool.output_schema for tool in tools}
    assert published == {tool.__name__: output_schema(tool.__name__) for tool in TOOLS}
    assert "$ref" not in json.dumps(published)
    assert published["get_segments"]["properties"]["results"]["items"]["properties"]["score"]
