"""GraphML (graphml.graphdrawing.org): things as nodes, statements as edges, for Gephi, yEd, Cytoscape and networkx.

Written by hand from the networkx view, since networkx's own writers give other bytes where lxml is installed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.exchange.xml_text import attribute, content
from kg.graph import GraphView

__all__ = ["chunks"]

_OPENING = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
_NODE_KEYS = ("slug", "label", "label_zh", "label_en", "type")
# The statement stands under a name of its own: igraph refuses a key called "id", and loses the ids of edges themselves.
_EDGE_KEYS = (
    "statement",
    "predicate",
    "time",
    "modality",
    "negated",
    "rule",
    "article",
    "quote",
    "title",
    "publisher",
    "issued",
)


def _keys() -> Iterator[str]:
    for domain, keys in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
        for key in keys:
            kind = "boolean" if key == "negated" else "string"
            yield f'  <key id="{domain}_{key}" for="{domain}" attr.name="{key}" attr.type="{kind}"/>\n'


def _data(domain: str, keys: tuple[str, ...], attributes: Mapping[str, object]) -> str:
    rows = []
    for key in keys:
        value = attributes[key]
        if value is not None:
            text = str(value).lower() if isinstance(value, bool) else content(str(value))
            rows.append(f'      <data key="{domain}_{key}">{text}</data>\n')
    return "".join(rows)


def chunks(graph: GraphView) -> Iterator[bytes]:
    """The network of things and the statements between them."""
    from kg.analysis.network import to_networkx  # networkx takes its time to load

    network = to_networkx(graph)
    yield (_OPENING + "".join(_keys()) + '  <graph id="kg" edgedefault="directed">\n').encode()
    for node, attributes in network.nodes(data=True):
        data = _data("node", _NODE_KEYS, attributes)
        yield f'    <node id="{attribute(node)}">\n{data}    </node>\n'.encode()
    for source, target, key, attributes in network.edges(keys=True, data=True):
        data = _data("edge", _EDGE_KEYS, attributes | {"statement": attributes["id"]})
        ends = f'source="{attribute(source)}" target="{attribute(target)}"'
        yield f'    <edge id="{attribute(str(key))}" {ends}>\n{data}    </edge>\n'.encode()
    yield b"  </graph>\n</graphml>\n"
