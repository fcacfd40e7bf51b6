"""The translated template with its parameters filled in: what CloudFormation would create."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

PSEUDO = {
    "AWS::AccountId": "123456789012",
    "AWS::Partition": "aws",
    "AWS::Region": "eu-central-1",
    "AWS::StackId": "arn:aws:cloudformation:eu-central-1:123456789012:stack/mill/51af3dc0-da77-11e4",
    "AWS::StackName": "mill",
    "AWS::URLSuffix": "amazonaws.com",
}
NOTHING = object()
"""What AWS::NoValue stands for: the property or list entry is not there."""


@dataclass(frozen=True)
class Stack:
    """A translated template and the parameters of one deployment.

    A reference to a resource becomes `<Name>`, an attribute of one `<Name.Attribute>`.
    """

    template: Mapping[str, Any]
    parameters: Mapping[str, str]

    def of_type(self, kind: str) -> dict[str, Any]:
        """Properties of the resources of one type that this deployment has, by logical id."""
        return {
            name: self.resolve(resource["Properties"])
            for name, resource in self.template["Resources"].items()
            if resource["Type"] == kind and self.holds(resource.get("Condition"))
        }

    def properties(self, name: str) -> Any:
        return self.resolve(self.template["Resources"][name]["Properties"])

    def holds(self, condition: str | None) -> bool:
        return condition is None or bool(self.resolve(self.template["Conditions"][condition]))

    def statements(self, role: str) -> list[dict[str, Any]]:
        """All statements of a role, `Action` always a list."""
        return [
            {**statement, "Action": listed(statement["Action"])}
            for policy in self.properties(role)["Policies"]
            for statement in policy["PolicyDocument"]["Statement"]
        ]

    def resolve(self, value: Any) -> Any:
        """`value` with its intrinsic functions worked out. Raises KeyError for one it does not know."""
        if isinstance(value, list):
            return [found for item in value if (found := self.resolve(item)) is not NOTHING]
        if not isinstance(value, Mapping):
            return value
        if len(value) == 1:
            ((name, argument),) = value.items()
            if name in ("Ref", "Condition") and isinstance(argument, str):
                return self._reference(argument) if name == "Ref" else self.holds(argument)
            if name.startswith("Fn::"):
                return self._call(name.removeprefix("Fn::"), argument)
        return {key: found for key, item in value.items() if (found := self.resolve(item)) is not NOTHING}

    def _reference(self, name: str) -> Any:
        if name == "AWS::NoValue":
            return NOTHING
        if name in PSEUDO:
            return PSEUDO[name]
        if name in self.template["Parameters"]:
            declared = self.template["Parameters"][name]
            text = str(self.parameters.get(name, declared.get("Default")))
            return int(text) if declared["Type"] == "Number" else text
        return f"<{name}>"

    def _call(self, function: str, argument: Any) -> Any:
        if function == "If":
            condition, then, otherwise = argument
            return self.resolve(then if self.holds(condition) else otherwise)
        if function == "GetAtt":
            return f"<{'.'.join(argument)}>"
        if function == "Sub":
            text, variables = argument if isinstance(argument, list) else (argument, {})
            known = {name: self.resolve(item) for name, item in variables.items()}
            return re.sub(r"\$\{([^}]+)\}", lambda m: str(known.get(m[1]) or self._reference(m[1])), text)
        arguments = self.resolve(argument)
        if function == "Select":
            return arguments[1][arguments[0]]
        if function == "Split":
            return arguments[1].split(arguments[0])
        if function == "Join":
            return arguments[0].join(arguments[1])
        return {
            "Equals": lambda: str(arguments[0]) == str(arguments[1]),
            "Not": lambda: not arguments[0],
            "And": lambda: all(arguments),
            "Or": lambda: any(arguments),
        }[function]()


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
