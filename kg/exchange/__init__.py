"""Taking the graph elsewhere: formats, one module each behind one table; views for notebooks."""

from kg.exchange.formats import FORMATS, Format, export_graph
from kg.exchange.views import NotebookGraph, open_graph

__all__ = ["FORMATS", "Format", "NotebookGraph", "export_graph", "open_graph"]
