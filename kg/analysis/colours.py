"""One colour a type, the same in every picture, told apart also by people who see red and green alike."""

from __future__ import annotations

__all__ = ["OTHER_COLOUR", "TYPE_COLOURS"]

# Chosen so that any two differ in lightness or on the blue-yellow axis, and dark names stay legible beside them.
TYPE_COLOURS: dict[str, str] = {
    "Organization": "#3b6fb6",
    "Platform": "#e8833a",
    "Program": "#4fa38a",
    "Person": "#8a5aa8",
    "Event": "#d9b52c",
    "Place": "#8d99a6",
}
OTHER_COLOUR = "#c9ced6"
