"""Asking a server that speaks OpenAI's chat completions, with patience and a cache of its answers."""

from __future__ import annotations

import hashlib
import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kg.vocabulary import InputError, LimitError, OutputError, UsageError

__all__ = ["Endpoint"]

_LARGEST = 8_000_000  # bytes of an answer
_LONGEST_WAIT = 60.0  # seconds, whatever a server asks for
_RETRIED = (408, 409, 425, 429, 500, 502, 503, 504)


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect would carry the key to another server."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


@dataclass
class Endpoint:
    """A language model behind HTTP.

    Attributes:
        url: base URL of the API, such as ``http://localhost:8080/v1``.
        model: name of the model.
        key: sent as bearer token where given; never shown.
        cache: folder that keeps answers by content, so that the same question is asked once.
        timeout: seconds to wait for an answer.
        tries: how often to ask before giving up.
        pause: seconds before the second try, doubled before each further one.
        sleep: what waits.
    """

    url: str
    model: str
    key: str | None = field(default=None, repr=False)
    cache: Path | None = None
    timeout: float = 120.0
    tries: int = 4
    pause: float = 1.0
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)

    def __post_init__(self) -> None:
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.netloc:
            raise UsageError(f"{self.url!r} is no address of a model; write http://localhost:8080/v1 or the like")
        if not self.model:
            raise UsageError("no model named; give --llm-model or KG_LLM_MODEL")

    def ask(self, body: dict[str, Any], accept: Callable[[str], bool]) -> str:
        """The words of an answer.

        Args:
            body: the request.
            accept: whether words are an answer; others are asked for again, and never kept.

        Raises:
            LimitError: the server does not answer in time, or refuses for now, too often.
            InputError: it refuses, or answers something that is no chat completion.
        """
        body = dict(body)
        canonical = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        place = self._place(canonical)
        kept = self._kept(place)
        if kept is not None and accept(kept):
            return kept
        words = ""
        for attempt in range(self.tries):
            words = self._words(self._send(body, attempt))
            if accept(words):
                self._keep(place, words)
                return words
        return words

    # ------------------------------------------------------------------ cache
    def _place(self, canonical: str) -> Path | None:
        if self.cache is None:
            return None
        return self.cache / f"{hashlib.sha256(canonical.encode('utf-8', 'surrogatepass')).hexdigest()}.json"

    @staticmethod
    def _kept(place: Path | None) -> str | None:
        try:
            words = json.loads(place.read_text(encoding="ascii"))["answer"] if place and place.is_file() else None
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return words if isinstance(words, str) else None

    @staticmethod
    def _keep(place: Path | None, words: str) -> None:
        if place is None:
            return
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            temporary = place.with_suffix(".tmp")
            temporary.write_text(json.dumps({"answer": words}) + "\n", encoding="ascii")
            temporary.replace(place)
        except OSError as error:
            raise OutputError(f"{place} cannot be written: {error.strerror or error}") from error

    # ------------------------------------------------------------------ HTTP
    def _send(self, body: dict[str, Any], first: int) -> Any:
        """The JSON that the server answers, tried again while it is busy."""
        why = ""
        for attempt in range(first, max(self.tries, first + 1)):
            if attempt:
                self.sleep(self._wait(why, attempt))
            try:
                return json.loads(self._post(body))
            except urllib.error.HTTPError as error:
                code, reason, asked = error.code, error.reason, error.headers.get("Retry-After", "")
                error.close()
                if code == 400 and "response_format" in body:
                    body.pop("response_format")  # a server without JSON schemas: its answers are checked all the same
                    return self._send(body, attempt)
                if code not in _RETRIED:
                    raise InputError(f"{self.url} refuses: HTTP {code} {reason}") from None
                why = f"HTTP {code} {asked}".strip()
            except (ValueError, RecursionError):
                why = "no JSON"
            except OSError as error:  # no connection, or no answer in time
                why = str(getattr(error, "reason", None) or error)
        raise LimitError(f"{self.url} does not answer ({why}); tried {self.tries} times")

    def _wait(self, why: str, attempt: int) -> float:
        """Seconds to wait: what the server asks for (RFC 9110 §10.2.3, in seconds), else longer each time."""
        asked = why.rpartition(" ")[2]
        if why.startswith("HTTP") and why.count(" ") > 1 and asked.isdigit():
            return min(float(asked), _LONGEST_WAIT)
        return min(self.pause * 2.0 ** (attempt - 1), _LONGEST_WAIT)

    def _post(self, body: dict[str, Any]) -> bytes:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        data = json.dumps(body).encode("ascii")
        address = self.url.rstrip("/") + "/chat/completions"
        request = urllib.request.Request(address, data=data, headers=headers, method="POST")
        opener = urllib.request.build_opener(_NoRedirect)
        with opener.open(request, timeout=self.timeout) as answer:
            found: bytes = answer.read(_LARGEST + 1)
        if len(found) > _LARGEST:
            raise InputError(f"{self.url} answers more than {_LARGEST} bytes")
        return found

    def _words(self, answer: Any) -> str:
        try:
            words = answer["choices"][0]["message"]["content"]
        except (KeyError, IndexError, TypeError) as error:
            raise InputError(f"{self.url} answers no chat completion") from error
        return words if isinstance(words, str) else ""
