"""A small client of the YAML language server, as editors have one: JSON-RPC over its standard input and output."""

from __future__ import annotations

import json
import subprocess
import threading
from pathlib import Path
from typing import IO, Any, NamedTuple

_PATIENCE = 120
"""Seconds after which a server that does not answer is ended."""


class Cursor(NamedTuple):
    """A place in a file, both from 0."""

    line: int
    character: int


class LanguageServer:
    """yaml-language-server with one schema for every file."""

    def __init__(self, package: Path, schema: Path) -> None:
        yaml = {"validate": True, "hover": True, "completion": True, "schemas": {schema.as_uri(): "*"}, "schemaStore": {"enable": False}}
        self._settings: dict[str, Any] = {"yaml": yaml}
        self._folder = schema.parent
        self._asked = 0
        self._diagnostics: dict[str, list[dict[str, Any]]] = {}
        program = ["node", str(package / "bin" / "yaml-language-server"), "--stdio"]
        self._process = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        self._end = threading.Timer(_PATIENCE, self._process.kill)
        self._end.daemon = True
        self._end.start()
        self._ask(
            "initialize", {"processId": None, "rootUri": self._folder.as_uri(), "capabilities": {"workspace": {"configuration": True}}}
        )
        self._send({"method": "initialized", "params": {}})
        self._send({"method": "workspace/didChangeConfiguration", "params": {"settings": self._settings}})

    def close(self) -> None:
        self._end.cancel()
        with self._process:
            self._process.kill()

    def diagnostics(self, text: str) -> list[dict[str, Any]]:
        return self._diagnostics[self._open(text)]

    def completions(self, text: str, cursor: Cursor) -> list[str]:
        answer = self._ask("textDocument/completion", self._at(text, cursor))
        return [item["label"] for item in answer["items"]]

    def hover(self, text: str, cursor: Cursor) -> str:
        answer = self._ask("textDocument/hover", self._at(text, cursor))
        words: str = answer["contents"]["value"] if answer else ""
        return words

    def _at(self, text: str, cursor: Cursor) -> dict[str, Any]:
        return {"textDocument": {"uri": self._open(text)}, "position": cursor._asdict()}

    def _open(self, text: str) -> str:
        uri = (self._folder / f"{len(self._diagnostics)}.plan.yaml").as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._send({"method": "textDocument/didOpen", "params": {"textDocument": document}})
        while uri not in self._diagnostics:
            self._receive()
        return uri

    def _ask(self, method: str, params: dict[str, Any]) -> Any:
        self._asked += 1
        self._send({"id": self._asked, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == self._asked and "method" not in message:
                return message["result"]

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self._pipe(self._process.stdin).write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        self._pipe(self._process.stdin).flush()

    def _receive(self) -> dict[str, Any]:
        """The next message; what the server asks in turn is answered on the way."""
        pipe = self._pipe(self._process.stdout)
        headers = dict(line.split(b": ") for line in iter(lambda: pipe.readline().strip(), b""))
        if not headers:
            raise EOFError("the language server has ended")
        message: dict[str, Any] = json.loads(pipe.read(int(headers[b"Content-Length"])))
        if "method" in message and "id" in message:
            asked = message["params"].get("items", []) if message["method"] == "workspace/configuration" else None
            result = None if asked is None else [self._settings.get(item.get("section")) for item in asked]
            self._send({"id": message["id"], "result": result})
        if message.get("method") == "textDocument/publishDiagnostics":
            self._diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        return message

    @staticmethod
    def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
        assert pipe is not None
        return pipe
