"""The only writer of facts as RDF: statements, store, files."""

from kg.graph.files import atomic_output, write_file
from kg.graph.view import GraphView

__all__ = ["GraphView", "atomic_output", "write_file"]
