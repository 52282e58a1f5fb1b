"""The codebook: what every column of every table means."""

from __future__ import annotations

from collections.abc import Iterator

from kg.exchange.columns import TABLES, Table

__all__ = ["codebook"]

_PREFACE = """# Codebook

What the tables hold. 各表各列的含义。

- Missing values are empty. 缺失值为空。
- Ids are local names of IRIs under `https://w3id.org/alibaba-xborder/id/`; the column `iri` has them in full.
  编号是 IRI 的本地名。
- Times are in the fact model's format: `2024`, `2024-09`, `2024-11-21`, `2024-Q4`, `2024-H1`, `FY2025`, and
  `2023-03/..` for since. 时间采用事实模型的格式。
- Numbers are in base units: 377.56亿元 is 37756000000 with the unit CNY. 数值以基本单位计。
- Offsets count code points of the decoded file, a byte order mark excluded, from 0, the end exclusive.
  位置按码点计。
- Quoted sentences remain their publishers'. 引文归各出版者所有。
"""

_CSV = """
## CSV

CSV as RFC 4180 has it: commas, double quotes, CR LF, a header line, UTF-8; the format `csv-excel` starts with a byte
order mark, by which Excel knows the encoding. Booleans are `true` and `false`.

**Guard.** A spreadsheet takes a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return (or full-width
`＝`, `＋`, `－`, `＠`) for a formula, and articles may hold anything. Of columns of the kind text, a cell that begins
with one of these, or with an apostrophe, has one apostrophe put before it. To have the text as it is, take one
apostrophe off every text cell that begins with one. Other kinds of column are never changed, nor are Parquet and
SQLite.

**防公式注入**：文本列中以上述字符或单引号开头的单元格，其前加一个单引号；
读取时去掉开头的一个单引号即得原文。
"""


def _lines(table: Table) -> Iterator[str]:
    yield f"\n## {table.name}\n\n{table.en} {table.zh}\n\n"
    yield "| column | kind | meaning | 含义 |\n| --- | --- | --- | --- |\n"
    for column in table.columns:
        refers = f" (→ `{column.refers}`)" if column.refers else ""
        meaning = column.en.replace("|", "\\|")
        yield f"| `{column.name}` | {column.kind} | {meaning}{refers} | {column.zh.replace('|', chr(92) + '|')} |\n"


def codebook(csv: bool = True) -> bytes:
    """The codebook as Markdown; with the conventions of CSV where `csv`."""
    parts = [_PREFACE, _CSV if csv else ""]
    for table in TABLES.values():
        parts += _lines(table)
    return "".join(parts).encode()
