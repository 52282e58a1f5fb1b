"""Topics, series and videos that a text names by marks and of which it says how often they were watched."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.language.common_words import is_common
from kg.language.name_cues import GAP, HAN, Found, is_clean

__all__ = ["find_watched"]

_TOPIC = "(?:话题|标签|词条|挑战赛|挑战|超话|短剧|微短剧|剧集|综艺|节目|系列|短视频|视频|教程|纪录片)"
_MEASURED = r"(?:总|累计|全网|站内|单集|最高)?(?:播放|浏览|观看|阅读|曝光)(?:总?量|总?次数|人次|人数|数)?"
_TOLD = (
    rf"(?:[^。！？；\n“”《》#]{{0,26}}?{_MEASURED}[^。！？；，\n“”《》#0-9]{{0,8}}[0-9]"
    rf"|[^。！？；\n“”《》#]{{0,26}}?[0-9][0-9.,]{{0,8}}{GAP}[多余]?[万亿wW][多余]?[+＋]?{GAP}次?的?(?:播放|浏览|观看|阅读|曝光))"
)
_SAID = "(?:显示|指出|称|报道|表示|提到|披露|写道|获悉|统计|中)"
_INSIDE = r"[^“”「」『』\"\n，。；：！？、]{3,26}?"
_TAG_ENDS = rf"(?:#|{GAP}(?=[的\s]|相关|话题|标签|在{HAN}|播放|浏览|阅读|累计|总|共))"
_NAMED = re.compile(
    rf"[“「『\"]{GAP}(?P<quoted>{_INSIDE}){GAP}[”」』\"]{GAP}(?:这一|的|相关|系列){{0,2}}{_TOPIC}{_TOLD}"
    rf"|(?:话题|标签|词条)[“「『]{GAP}(?P<behind>{_INSIDE}){GAP}[”」』]{_TOLD}"
    rf"|《(?P<work>[^《》\n]{{2,48}})》(?!等|[^，。《]{{0,8}}{_SAID}){_TOLD}"
    rf"|#{GAP}(?P<tag>(?:(?!在){HAN}|[A-Za-z0-9·]){{3,20}}?){_TAG_ENDS}{_TOLD}"
)
_PRINTED = re.compile("(?:报告|白皮书|年鉴|指南|洞察|日报|周刊|晚报|财报|早报|榜单|指数|规定|办法|意见)$")
_LONG = 5  # characters of words that are plain words no more


def find_watched(text: str) -> Iterator[tuple[Found, int]]:
    """Topics and works whose views are told: “X”话题播放量突破50亿次, 《X》上线三天，播放量破亿, #X#话题阅读量….

    Args:
        text: the text, simplified.
    """
    for match in _NAMED.finditer(text):
        kind = match.lastgroup or "quoted"
        name = match[kind].strip()
        plain = kind in ("quoted", "behind") and not is_clean(name, "program")
        if _PRINTED.search(name):
            continue
        if kind == "tag" and text.count(name) > 2 * text.count(f"#{name}"):
            continue  # a topic about what the text is about: #Wizz
        if len(name) > 2 and not plain and not (len(name) < _LONG and is_common(name)):
            yield (match.start(kind), match.start(kind) + len(name), "Program", name), 2
