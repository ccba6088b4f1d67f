"""Every document that the tests of the program wrote, validated with the schemas in docs/schema."""

import json
import os
import pathlib
import unittest

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource

SCHEMAS = pathlib.Path(__file__).resolve().parents[2] / "docs/schema"
# Written by tests with the variable MM_DOCUMENTS: one document a line.
DOCUMENTS = os.environ["MM_DOCUMENTS"]


def strict(schema):
    """The same schema, in which members that it does not describe are mistakes. Scripts must accept them."""
    if isinstance(schema, dict):
        schema = {name: strict(value) for name, value in schema.items()}
        if "properties" in schema and "type" in schema:
            schema["additionalProperties"] = False
    return schema


class Schemas(unittest.TestCase):
    def test_every_document_is_valid(self):
        schemas = {file.name: strict(json.loads(file.read_text())) for file in SCHEMAS.glob("*.json")}
        for schema in schemas.values():
            Draft202012Validator.check_schema(schema)
        registry = Registry().with_resources((name, Resource.from_contents(schema)) for name, schema in schemas.items())
        validators = {
            schema["title"]: Draft202012Validator(schema, registry=registry, format_checker=FormatChecker())
            for schema in schemas.values()
        }
        with open(DOCUMENTS, encoding="utf-8") as file:
            lines = set(file)
        seen, errors = set(), {}
        for line in lines:
            document = json.loads(line)
            name = document["schema"]
            seen.add(name)
            for error in validators[name].iter_errors(document):
                errors[f"{name}: {error.json_path}: {error.message[:200]}"] = line[:500]
        self.assertEqual(errors, {})
        self.assertEqual(set(validators) - set(seen), set(), "no test writes these documents")
        print(f"{len(lines)} different documents of {len(seen)} kinds are valid")


if __name__ == "__main__":
    unittest.main()
