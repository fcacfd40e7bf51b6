"""Translate template.yaml to plain CloudFormation, offline: `python scripts/translate.py` prints the JSON.

CloudFormation makes the same translation at the deployment. cfn-lint and tests/template look at its result,
since what SAM adds (roles, routes, permissions, mappings) is not in the template itself.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import boto3
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

TEMPLATE = Path(__file__).parent.parent / "template.yaml"
CODE = {"AWS::Serverless::Function": "CodeUri", "AWS::Serverless::LayerVersion": "ContentUri"}


def translate(path: Path = TEMPLATE) -> dict[str, Any]:
    """The template at `path` after the SAM transform, references to parameters kept.

    Raises samtranslator's InvalidDocumentException, whose `causes` say what SAM does not accept.
    """
    document = yaml_parse(path.read_text(encoding="utf-8"))
    for name, resource in document["Resources"].items():
        if key := CODE.get(resource["Type"]):
            # The transform wants what `sam package` would have put there.
            resource["Properties"][key] = f"s3://translated/{name}.zip"
    # SAM resolves some references by itself, with the parameters' defaults, unless told what they stand for.
    references = {name: {"Ref": name} for name in document["Parameters"]}
    # No managed policies: the roles of this template name none. The region decides the partition alone.
    translator = Translator({}, Parser(), boto_session=boto3.Session(region_name="us-east-1"))
    translated: dict[str, Any] = translator.translate(document, parameter_values=references)
    return translated


if __name__ == "__main__":
    json.dump(translate(), sys.stdout, indent=1)
