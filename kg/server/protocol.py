"""A request of the SPARQL 1.1 Protocol (W3C Recommendation, §2.1) read from its URL, headers and body."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl

import pyoxigraph as ox

from kg.server.refusals import Refusal

__all__ = ["FORM_TYPE", "QUERY_TYPE", "QueryRequest", "parameters", "read_query", "the_one"]

FORM_TYPE = "application/x-www-form-urlencoded"
QUERY_TYPE = "application/sparql-query"
_UPDATE_TYPE = "application/sparql-update"
_FIELDS = 1000


@dataclass(frozen=True)
class QueryRequest:
    """What a client asks.

    Attributes:
        query: the SPARQL; None where the request has none and wants the service description.
        default_graphs: IRIs of the graphs that the default graph is to be the merge of; empty for the store's own.
        named_graphs: IRIs of the graphs that ``GRAPH`` is to see; empty, with no `default_graphs` either, for all.
        form: the value of ``format``.
    """

    query: str | None
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    form: str | None = None

    @property
    def has_dataset(self) -> bool:
        """Whether the request names its dataset, which then wins over the query's FROM (§2.1.4)."""
        return bool(self.default_graphs or self.named_graphs)


def parameters(encoded: bytes, where: str) -> list[tuple[str, str]]:
    """The pairs of a form, percent escapes and ``+`` decoded once.

    Args:
        encoded: ``application/x-www-form-urlencoded``.
        where: what it is part of, for messages.

    Raises:
        Refusal: 400, it is no UTF-8 or has too many fields.
    """
    try:
        return parse_qsl(
            encoded.decode("utf-8"), keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=_FIELDS
        )
    except UnicodeError:
        raise Refusal(400, f"the {where} is no UTF-8; percent-encode the bytes of UTF-8") from None
    except ValueError:
        raise Refusal(400, f"the {where} has more than {_FIELDS} parameters") from None


def the_one(pairs: list[tuple[str, str]], name: str) -> str | None:
    """The value of a parameter that may be given once.

    Raises:
        Refusal: 400, it is given several times.
    """
    found = [value for key, value in pairs if key == name]
    if len(found) > 1:
        raise Refusal(400, f"the parameter {name!r} is given {len(found)} times; give it once")
    return found[0] if found else None


def _media_type(header: str | None) -> tuple[str, str]:
    """Media type and charset of a ``Content-Type``, both in lower case."""
    media_type, *rest = (header or "").split(";")
    charset = ""
    for one in rest:
        key, _, value = one.partition("=")
        if key.strip().lower() == "charset":
            charset = value.strip().strip('"').lower()
    return media_type.strip().lower(), charset


def _text(body: bytes) -> str:
    try:
        return body.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refusal(400, f"the body is no UTF-8 (byte {error.start + 1})") from None


def _refuse_update(pairs: list[tuple[str, str]], method: str) -> None:
    if all(key != "update" for key, _ in pairs):
        return
    if method != "POST":
        raise Refusal(400, "an update is no query, and never sent by GET; this endpoint only reads")
    raise Refusal(403, "updates are refused: this endpoint only reads")


def _graphs(pairs: list[tuple[str, str]], name: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for key, value in pairs:
        if key != name:
            continue
        try:
            found[ox.NamedNode(value).value] = None
        except ValueError:
            raise Refusal(400, f"the parameter {name!r} is no absolute IRI: {value[:200]!r}") from None
    return tuple(found)


def read_query(method: str, query_string: bytes, headers: Mapping[str, str], body: bytes) -> QueryRequest:
    """The query that a request asks.

    Args:
        method: GET, HEAD or POST.
        query_string: the part of the URL behind the question mark.
        headers: the request's headers, names in lower case.
        body: the request's body.

    Raises:
        Refusal: 400 malformed, 403 an update, 415 a body of another kind.
    """
    pairs = parameters(query_string, "query string")
    direct = None
    if method == "POST":
        media_type, charset = _media_type(headers.get("content-type"))
        if media_type == _UPDATE_TYPE:
            raise Refusal(403, "updates are refused: this endpoint only reads")
        if media_type not in (FORM_TYPE, QUERY_TYPE):
            raise Refusal(
                415, f"send the query as {QUERY_TYPE} or {FORM_TYPE}", {"Accept-Post": f"{QUERY_TYPE}, {FORM_TYPE}"}
            )
        if charset not in ("", "utf-8", "utf8"):
            raise Refusal(415, f"send the body in UTF-8, not {charset[:40]!r}")
        if media_type == QUERY_TYPE:
            direct = _text(body)
        else:
            pairs += parameters(_text(body).encode(), "form")
    _refuse_update(pairs, method)
    query = the_one(pairs, "query")
    if direct is not None and query is not None:
        raise Refusal(400, "the query is given twice, in the URL and as the body")
    query = direct if direct is not None else query
    if query is None and method == "POST":
        raise Refusal(400, "the form has no parameter 'query'")
    form = next((value for key, value in pairs if key == "format"), None)  # SPARQLWrapper gives it twice
    return QueryRequest(query, _graphs(pairs, "default-graph-uri"), _graphs(pairs, "named-graph-uri"), form)
