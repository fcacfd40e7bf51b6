"""/openapi.json and /docs: open to everybody, true to the handlers, nothing loaded from elsewhere."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
import yaml
from openapi_spec_validator import OpenAPIV31SpecValidator

from generation.catalogue import PIPELINES
from tests.simulation.written_courses import written
from tests.unit.functions.http import Client
from tests.unit.functions.world import World

ROOT = Path(__file__).parents[3]
NOBODY = Client(None)


@pytest.fixture(scope="module")
def document() -> Any:
    return json.loads((ROOT / "layers/shared/generation/http/openapi.json").read_text(encoding="utf-8"))


def test_the_committed_document_is_current() -> None:
    check = subprocess.run(
        [sys.executable, "scripts/openapi.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert check.returncode == 0, check.stderr


def test_the_document_is_openapi_3_1(document: Any) -> None:
    assert document["openapi"].startswith("3.1.")
    assert [str(error) for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_the_document_has_the_routes_of_the_template(document: Any) -> None:
    documented = {(m.upper(), path) for path, methods in document["paths"].items() for m in methods}
    assert documented == set(_routes_of_the_template())


def _routes_of_the_template() -> dict[tuple[str, str], str]:
    class Loader(yaml.SafeLoader):
        pass

    def any_tag(loader: Any, suffix: str, node: Any) -> Any:
        if isinstance(node, yaml.MappingNode):
            return loader.construct_mapping(node)
        return loader.construct_sequence(node) if isinstance(node, yaml.SequenceNode) else node.value

    Loader.add_multi_constructor("!", any_tag)
    text = (ROOT / "template.yaml").read_text(encoding="utf-8")
    template = yaml.load(text, Loader)  # noqa: S506  a SafeLoader, with CloudFormation's tags
    return {
        (event["Properties"]["Method"].upper(), event["Properties"]["Path"]): name
        for name, resource in template["Resources"].items()
        for event in resource.get("Properties", {}).get("Events", {}).values()
        if event["Type"] == "HttpApi"
    }


def test_every_answer_is_described(document: Any) -> None:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            answers = operation["responses"]
            is_open = operation.get("security") == []
            assert is_open == (path in ("/openapi.json", "/docs", "/v1/shared/{slug}"))
            assert is_open or "401" in answers
            for status, answer in answers.items():
                if int(status) >= 400:
                    assert list(answer["content"]) == ["application/problem+json"], (method, path, status)
            if method == "post" and "202" in answers:
                assert {"Location", "Retry-After"} <= set(answers["202"]["headers"])


def test_every_pipeline_is_described(document: Any) -> None:
    start = document["components"]["schemas"]["StartJob"]
    assert set(start["properties"]["pipeline"]["enum"]) == set(PIPELINES)
    described = {one["properties"]["pipeline"]["const"] for one in start["anyOf"]}
    examples = document["paths"]["/v1/jobs"]["post"]["requestBody"]["content"]["application/json"]["examples"]
    assert described == {example["value"]["pipeline"] for example in examples.values()} == set(PIPELINES)


def test_links_lead_to_operations_that_take_what_they_give(document: Any) -> None:
    operations = [one for methods in document["paths"].values() for one in methods.values()]
    parameters = {
        one["operationId"]: {parameter["name"] for parameter in one.get("parameters", [])}
        for one in operations
    }
    links = [
        link
        for operation in operations
        for answer in operation["responses"].values()
        for link in answer.get("links", {}).values()
    ]
    assert len(links) > 10
    assert all(set(link["parameters"]) <= parameters[link["operationId"]] for link in links)


def test_the_examples_are_accepted(world: World, ada: Client, document: Any) -> None:
    content = document["paths"]["/v1/exams"]["post"]["requestBody"]["content"]["application/json"]
    for example in content["examples"].values():
        assert ada.post("/v1/exams", example["value"]).status == 201
    content = document["paths"]["/v1/jobs"]["post"]["requestBody"]["content"]["application/json"]
    course, *others = written("exam_course")
    for example in content["examples"].values():
        asked = example["value"]["input"].get("course_id", course.document_id)
        for document in (replace(course, document_id=asked), *others):
            world.documents.put(document)
        answer = ada.post("/v1/jobs", example["value"])
        assert answer.status == 202
        ada.post(answer.headers["location"] + "/cancel")


def test_the_document_is_served_to_everybody(document: Any) -> None:
    answer = NOBODY.get("/openapi.json")
    assert (answer.status, answer.headers["content-type"]) == (200, "application/json")
    assert answer.json == document


def test_the_page_loads_nothing_from_elsewhere() -> None:
    page = NOBODY.get("/docs")
    assert (page.status, page.headers["content-type"]) == (200, "text/html; charset=utf-8")
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert addresses
    assert all(address.startswith(("docs?asset=", "openapi.json", "data:,")) for address in addresses)
    files = [address for address in addresses if address.startswith("docs?")]
    assert len(files) == 3
    for file in files:
        query = dict(parse_qsl(unescape(file).partition("?")[2]))
        kept = NOBODY.get("/docs", query=query).headers["cache-control"]
        assert kept == "public, max-age=31536000, immutable", "by the hash of its content"
        other = NOBODY.get("/docs", query={**query, "hash": "0" * 16}).headers["cache-control"]
        assert other == NOBODY.get("/docs", query={"asset": query["asset"]}).headers["cache-control"]
        assert "immutable" not in other, "what a later version has under this address, nobody knows"
    assert "immutable" not in page.headers["cache-control"]
    assert not re.search(r"<script>|<style>| on\w+=", page.text)


@pytest.mark.parametrize(
    ("asset", "kind"),
    [
        ("swagger-ui.js", "text/javascript; charset=utf-8"),
        ("swagger-ui.css", "text/css; charset=utf-8"),
        ("docs.js", "text/javascript; charset=utf-8"),
    ],
)
def test_the_files_of_the_page(asset: str, kind: str) -> None:
    answer = NOBODY.get("/docs", query={"asset": asset})
    assert (answer.status, answer.headers["content-type"]) == (200, kind)
    assert answer.headers["x-content-type-options"] == "nosniff"
    small = NOBODY.get("/docs", query={"asset": asset}, headers={"Accept-Encoding": "gzip"})
    assert small.text == answer.text
    assert small.size < 1_000_000
