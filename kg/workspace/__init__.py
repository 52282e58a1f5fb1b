"""A folder with its graph."""

from kg.workspace.build import BuildReport, Listener, build_graph

__all__ = ["BuildReport", "Listener", "build_graph"]
