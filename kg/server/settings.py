"""What a server is told at its start: where it listens, whom it answers, and where it stops."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from ipaddress import ip_address

__all__ = ["LOOPBACK", "Settings"]

_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::[0-9]{1,5})?")

LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Settings:
    """The settings of a server; the defaults serve one researcher on one machine.

    Attributes:
        host: address to listen on.
        port: TCP port; 0 takes any that is free.
        cors: origins that pages of other sites may read from; ``*`` is any. None by default.
        hosts: names, besides the loopback ones and IP addresses, that a request may give in ``Host``; ``*`` is any.
        timeout: seconds until a query is killed.
        memory: MiB that one query may take.
        rows: rows or triples that one answer may hold.
        workers: queries that run at a time.
        url_bytes: longest request target.
        header_bytes: longest head of a request.
        body_bytes: longest body of a request.
        connections: open connections at a time; beyond them those that only wait are closed, the oldest first.
        patience: seconds that a client may take for a request's head, for its body, and for reading an answer.
        quiet: whether the access log is off.
    """

    host: str = "127.0.0.1"
    port: int = 7878
    cors: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    timeout: float = 30.0
    memory: int = 2048
    rows: int = 500_000
    workers: int = 4
    url_bytes: int = 32_768
    header_bytes: int = 65_536
    body_bytes: int = 2_097_152
    connections: int = 256
    patience: float = 15.0
    quiet: bool = field(default=False, compare=False)

    @property
    def loopback(self) -> bool:
        """Whether only this machine can reach the server."""
        try:
            return self.host == "localhost" or ip_address(self.host).is_loopback
        except ValueError:
            return False

    def answers_to(self, host: str) -> bool:
        """Whether a request may name this host (RFC 9110 §7.2), so that no page of another site can reach the server.

        A name that an attacker makes point here (DNS rebinding) is refused; an address cannot be made to.
        """
        match = _HOST.fullmatch(host.strip().lower())
        if not match:
            return False
        name = match[1].strip("[]")
        if "*" in self.hosts or name in {one.lower() for one in self.hosts}:
            return True
        if name in LOOPBACK or name == self.host.lower():
            return True
        try:
            address = ip_address(name)
        except ValueError:
            return False
        return address.is_loopback or not self.loopback
