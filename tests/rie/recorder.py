"""A recorder in front of the emulator: which function did what, in the words of IAM.

The emulator allows everything, so a permission that is missing from a role would show on AWS first.
"""

from __future__ import annotations

import http.client
import json
import re
from collections import defaultdict
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

SERVICES = {
    "DynamoDB_20120810": "dynamodb",
    "AmazonSQS": "sqs",
    "secretsmanager": "secretsmanager",
    "AmazonSSM": "ssm",
    "AWSCognitoIdentityProviderService": "cognito-idp",
}
TRANSACTIONS = {
    "Put": "PutItem",
    "Update": "UpdateItem",
    "Delete": "DeleteItem",
    "ConditionCheck": "ConditionCheckItem",
}


class Recorder(ThreadingHTTPServer):
    """Passes requests on to `endpoint`. Functions tell themselves apart by their access key.

    used  (action, resource) of each access key; a resource as its request names it
    """

    daemon_threads = True

    def __init__(self, endpoint: str) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.endpoint = endpoint
        self.used: dict[str, set[tuple[str, str]]] = defaultdict(set)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def start(self) -> None:
        Thread(target=self.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.shutdown()
        self.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Recorder

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        (key,) = re.findall(r"Credential=([^/]+)/", self.headers["Authorization"])
        service, operation = self.headers["X-Amz-Target"].split(".")
        self.server.used[key].update(_actions(SERVICES[service], operation, json.loads(body)))
        host = urlsplit(self.server.endpoint).netloc
        upstream = http.client.HTTPConnection(host, timeout=30)
        # The emulator answers to its own host alone.
        headers = {name: value for name, value in self.headers.items() if name.lower() != "host"}
        upstream.request("POST", self.path, body, {**headers, "Host": host})
        answer = upstream.getresponse()
        content = answer.read()
        upstream.close()
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in {"transfer-encoding", "content-length", "connection", "date", "server"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *arguments: Any) -> None:
        """Requests are recorded, not printed."""


def _actions(service: str, operation: str, request: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What IAM is asked: transactions by what is in them, an index beside its table, many messages as one."""
    if operation == "TransactWriteItems":
        for item in request["TransactItems"]:
            ((kind, write),) = item.items()
            yield f"dynamodb:{TRANSACTIONS[kind]}", write["TableName"]
    elif operation == "TransactGetItems":
        for item in request["TransactItems"]:
            yield "dynamodb:GetItem", item["Get"]["TableName"]
    elif operation == "BatchGetItem":
        yield from (("dynamodb:BatchGetItem", table) for table in request["RequestItems"])
    elif operation == "Query" and "IndexName" in request:
        yield "dynamodb:Query", f"{request['TableName']}/index/{request['IndexName']}"
    elif operation == "SendMessageBatch":
        yield "sqs:SendMessage", request["QueueUrl"]
    else:
        named = (request.get(name) for name in ("TableName", "QueueUrl", "SecretId", "UserPoolId", "Name"))
        yield f"{service}:{operation}", next(name for name in named if name)
