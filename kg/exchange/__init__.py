"""Taking the graph elsewhere: formats, one module each behind one table."""

from kg.exchange.formats import FORMATS, Format, export_graph

__all__ = ["FORMATS", "Format", "export_graph"]
