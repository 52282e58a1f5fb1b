"""A folder with its graph."""

from kg.workspace.build import BuildReport, build_graph
from kg.workspace.listeners import Listener

__all__ = ["BuildReport", "Listener", "build_graph"]
