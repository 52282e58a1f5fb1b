"""A folder with its graph."""

from kg.workspace.build import BuildReport, build_graph

__all__ = ["BuildReport", "build_graph"]
