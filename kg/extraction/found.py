"""Things that fill a role of a rule, with where they stand; what tells a source or a place from an actor."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from kg.model import Entity

__all__ = ["AT", "SOURCE", "Found"]

SOURCE = re.compile(
    r"的?[^，。]{0,8}?(?:数据|报告|统计|调研|调查|研究|研报|预测)(?:显示|指出|称|表明|，|预计)"
    r"|(?:在[^，。；]{1,12})?(?:做完?|进行|完成|通过|开展)了?[^，。；]{0,6}(?:调研|调查|走访|研究)(?:之?后|时|中)?(?:发现|显示|得出)"
    r"|(?:App|APP|官网|页面|平台)?(?:也|则)?显示[，,：:]"
    r"|[^，。《]{0,6}《[^，。》]{2,24}》[^，。]{0,4}?(?:显示|指出|称|表明|提到|预计|预测)"
)
"""Behind a name: it is where something is known from."""
AT = ("在", "于")  # 在推特上: where, not who


@dataclass(frozen=True)
class Found:
    """Things that fill a role, and the position in a view where they stand (-1: in an earlier sentence).

    Attributes:
        beside: what is told with them in one name, for roles that they do not fit: whose officer somebody is.
    """

    entities: tuple[Entity, ...]
    position: int = -1
    end: int = -1
    beside: tuple[Entity, ...] = ()

    def of(self, types: Collection[str], figures: bool = False) -> tuple[Entity, ...]:
        """Those that are of some types, else those beside them that are; no figures are of the body of who acts."""
        fitting = tuple(e for e in self.entities if e.type in types)
        if figures and self.beside:
            return tuple(e for e in fitting if e.type != "Person")
        return fitting or tuple(e for e in self.beside if e.type in types)
