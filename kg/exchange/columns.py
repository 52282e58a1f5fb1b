"""The tables that a graph is written as: their columns, and what each means in both languages."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["TABLES", "Column", "Table"]


@dataclass(frozen=True)
class Column:
    """A column.

    Attributes:
        name: its name.
        kind: ``text``, ``integer``, ``number``, ``boolean`` or ``date``.
        en: what it means.
        zh: the same in Chinese.
        refers: the table whose key it holds, if any.
    """

    name: str
    kind: str
    en: str
    zh: str
    refers: str = ""


@dataclass(frozen=True)
class Table:
    """A table; the first column is its key where it is called ``id``."""

    name: str
    en: str
    zh: str
    columns: tuple[Column, ...]


def _table(name: str, en: str, zh: str, *columns: tuple[str, ...]) -> Table:
    return Table(name, en, zh, tuple(Column(*one) for one in columns))


_STATUS = (
    ("modality", "text", "asserted, planned or hedged.", "语气：asserted 断言、planned 计划、hedged 不确定。"),
    ("negated", "boolean", "Whether the article denies it.", "文章是否否定。"),
    ("former", "boolean", "Whether the article itself calls it past.", "文章是否称其已成过去。"),
)
_TIMES = (
    ("time_start", "date", "First day of the time.", "时间的第一天。"),
    ("time_end", "date", "Last day of the time.", "时间的最后一天。"),
    ("time_text", "text", "The article's own words for it.", "文章原话中的时间。"),
)
_QUALIFIERS = (
    ("place_id", "text", "Place that it is said of.", "所说地点。", "entities"),
    ("joint_with_id", "text", "Thing that it is said of together with.", "共同主体。", "entities"),
    ("scope", "text", "Part that it is limited to.", "限定范围。"),
    ("label", "text", "What fits no other column.", "其他说明。"),
    ("until", "text", "Until when, in the fact model's format.", "截止时间。"),
    ("announced", "text", "When it was announced.", "宣布时间。"),
    ("effective", "text", "From when it takes effect.", "生效时间。"),
    ("also_given_as", "text", "The same as the article also puts it.", "文章的另一说法。"),
    ("approx", "boolean", "Whether the number is rough.", "是否约数。"),
)
_SOURCE = (
    (
        "attributed_to_id",
        "text",
        "Whom the article gives as the source of the claim.",
        "文章所引的说话者。",
        "entities",
    ),
    ("rule", "text", "Rule by which it was read.", "读出它的规则。"),
    (
        "confidence",
        "number",
        "Calibrated probability that it is right; empty while none is calibrated.",
        "校准后的置信度。",
    ),
    ("article_id", "text", "Article that states it.", "陈述它的文章。", "articles"),
    ("evidence_id", "text", "The clearest words that state it.", "最清楚的原文。", "evidence"),
    ("also_in", "text", "Further evidence: ids, with a blank between them.", "其他证据的编号，以空格分隔。"),
    ("quote", "text", "The words of evidence_id, as read.", "该证据的文字。"),
)

TABLES: dict[str, Table] = {
    one.name: one
    for one in (
        _table(
            "entities",
            "Named things.",
            "有名之物。",
            ("id", "text", "Local name of its IRI.", "IRI 的本地名。"),
            ("iri", "text", "Its IRI.", "IRI。"),
            ("type", "text", "Organization, Platform, Program, Person, Event or Place.", "六种顶层类型之一。"),
            ("class", "text", "Finer class, where known.", "更细的类别。"),
            (
                "label",
                "text",
                "Its one label: English where known, else Chinese.",
                "唯一标签：有英文取英文，否则取中文。",
            ),
            ("name_zh_hans", "text", "Name in simplified Chinese.", "简体中文名。"),
            ("name_zh_hant", "text", "Name in traditional Chinese.", "繁体中文名。"),
            ("name_en", "text", "English name.", "英文名。"),
            (
                "aliases",
                "text",
                'Further names, with " | " between them; the table names has them one by one.',
                "别名，以“ | ”分隔；names 表逐一列出。",
            ),
            (
                "broader",
                "text",
                "Places that a place lies in: ids, with a blank between them.",
                "所属地区的编号，以空格分隔。",
            ),
            (
                "same_as",
                "text",
                "IRIs of the same thing elsewhere, with a blank between them.",
                "他处同一事物的 IRI，以空格分隔。",
            ),
            ("statements", "integer", "Number of its relations as articles state them.", "关系陈述数。"),
            ("observations", "integer", "Number of its figures as articles state them.", "数据陈述数。"),
            (
                "articles",
                "integer",
                "Number of articles that mention it; a reprint and its original are one.",
                "提及它的文章数，转载与原文算一篇。",
            ),
        ),
        _table(
            "names",
            "Every name of every thing.",
            "每个事物的每个名称。",
            ("entity_id", "text", "The thing.", "事物。", "entities"),
            ("name", "text", "The name.", "名称。"),
            ("language", "text", "Language tag (RFC 5646).", "语言标签。"),
            ("preferred", "boolean", "Whether it is the preferred one of its language.", "是否为该语言的首选名称。"),
        ),
        _table(
            "articles",
            "Articles.",
            "文章。",
            ("id", "text", "Id of the article.", "文章编号。"),
            ("iri", "text", "Its IRI, which also names its graph.", "IRI，亦为其命名图之名。"),
            ("title", "text", "Title.", "标题。"),
            ("issued", "text", "When it was published: a day, a month or a year.", "发布时间：日、月或年。"),
            ("publisher_id", "text", "Who published it.", "出版者。", "entities"),
            ("publisher", "text", "Label of the publisher.", "出版者标签。"),
            ("byline", "text", "Author as the article gives it.", "署名。"),
            ("source", "text", "Where it stands on the Web.", "网址。"),
            ("sha256", "text", "SHA-256 of its file.", "文件的 SHA-256。"),
            ("copy_of", "text", "Article that it is a copy of.", "所转载的文章。", "articles"),
        ),
        _table(
            "mentions",
            "Which article mentions which thing.",
            "文章提及的事物。",
            ("article_id", "text", "The article.", "文章。", "articles"),
            ("entity_id", "text", "The thing.", "事物。", "entities"),
        ),
        _table(
            "evidence",
            "The exact words that state facts.",
            "陈述事实的原文。",
            ("id", "text", "Id of the evidence.", "证据编号。"),
            ("iri", "text", "Its IRI.", "IRI。"),
            ("article_id", "text", "Article that it stands in.", "所在文章。", "articles"),
            (
                "start",
                "integer",
                "Offset of its first character in the decoded file, in code points.",
                "起点：解码文件中的码点序号。",
            ),
            ("end", "integer", "Offset behind the last.", "终点（不含）。"),
            ("language", "text", "Language tag by the article's script.", "按文章文字体系的语言标签。"),
            ("quote", "text", "The file's exact run, markup and all.", "文件中的确切片段，含标记。"),
            ("text", "text", "The same as read, without markup.", "去除标记后的文字。"),
        ),
        _table(
            "facts",
            "Relations, one row an article that states them.",
            "关系，每篇文章的每条陈述一行。",
            ("id", "text", "Id of the statement.", "陈述编号。"),
            ("iri", "text", "Its IRI.", "IRI。"),
            (
                "subject_id",
                "text",
                "Subject; empty where the article names none.",
                "主体；文章未指名则空。",
                "entities",
            ),
            ("subject", "text", "Chinese name of the subject, else its label.", "主体的中文名，否则标签。"),
            ("predicate", "text", "Relation of the ontology.", "本体中的关系。"),
            ("predicate_zh", "text", "The same in Chinese.", "关系的中文名。"),
            ("object_id", "text", "Object, where it is a thing.", "客体（事物）。", "entities"),
            (
                "object",
                "text",
                "Chinese name of the object, else its label, or its text.",
                "客体的中文名、标签或文字。",
            ),
            ("time", "text", "When, in the fact model's format.", "时间，事实模型格式。"),
            *_TIMES,
            *_STATUS,
            (
                "holds",
                "boolean",
                "Whether it also stands as a plain triple: asserted, not denied, not past, both ends things.",
                "是否亦为普通三元组。",
            ),
            (
                "sources",
                "integer",
                "Number of articles that state the same; copies of a text count once.",
                "陈述同一关系的文章数，转载只计一次。",
            ),
            ("role", "text", "Role or post.", "职务。"),
            ("facility", "text", "Kind of facility.", "设施种类。"),
            ("from", "text", "What is left or changed from.", "原先的状态。"),
            ("amount", "number", "Amount of money.", "金额。"),
            ("amount_unit", "text", "Its currency (ISO 4217).", "金额的货币。"),
            *_QUALIFIERS,
            *_SOURCE,
        ),
        _table(
            "observations",
            "Figures, one row an article that states them.",
            "数据，每篇文章的每条陈述一行。",
            ("id", "text", "Id of the observation.", "数据编号。"),
            ("iri", "text", "Its IRI.", "IRI。"),
            ("subject_id", "text", "What it is about.", "所关于的事物。", "entities"),
            ("subject", "text", "Chinese name of that, else its label.", "该事物的中文名，否则标签。"),
            ("metric", "text", "What is measured.", "指标。"),
            ("metric_zh", "text", "The same in Chinese.", "指标的中文名。"),
            ("value", "number", "Number in base units; of a range the lower end.", "以基本单位计的数值；区间取下限。"),
            ("status", "text", "In place of a number: profitable, breakeven or loss.", "盈亏状态。"),
            ("unit", "text", "Unit: ISO 4217 for money, percent, count and others.", "单位。"),
            ("value_text", "text", "The article's own words for the number.", "数值的原话。"),
            ("period", "text", "What it covers, in the fact model's format.", "所涵盖的时期。"),
            *_TIMES,
            *_STATUS,
            ("bound", "text", "atLeast or atMost, where the number is a bound.", "界限：atLeast 至少、atMost 至多。"),
            ("max", "number", "Upper end of a range.", "区间上限。"),
            ("from", "number", "Former figure.", "先前数值。"),
            ("list", "text", "List of a rank, or kind of active users.", "榜单，或活跃用户的种类。"),
            (
                "comparison",
                "text",
                "What growth is compared with, where not the year before.",
                "比较基准（非同比时）。",
            ),
            ("per", "text", "Per what.", "每。"),
            *_QUALIFIERS,
            *_SOURCE,
        ),
    )
}
