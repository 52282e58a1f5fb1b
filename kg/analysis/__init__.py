"""The graph as a network of things: what networkx can compute on."""

__all__ = ["to_networkx"]


def __getattr__(name: str) -> object:
    if name in __all__:  # networkx takes its time to load
        from kg.analysis import network

        return getattr(network, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
