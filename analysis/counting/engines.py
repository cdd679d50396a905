"""What runs the SQL of counting: DuckDB in this process, or Spark on a cluster. Same queries, same answers.

An engine is opened on a bundle's two files, which its queries know as `responses` and `texts`, and gives the
counts of a query as an Arrow table; several threads may ask at once. Spark is an optional dependency:
`pip install consult[spark]`, and Java.
"""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from functools import partial
from pathlib import Path

import duckdb
import pyarrow as pa

Run = Callable[[str], pa.Table]
Opened = Callable[[Path, Path], AbstractContextManager[Run]]
ENGINES = ("duckdb", "spark")
_MEMORY = "512MB"
# Groups named by small numbers are counted in a plain table of up to so many binary digits, without hashing.
_DIGITS = "20"


class EngineError(Exception):
    """The engine asked for cannot be had; the message says what is missing."""


def named(name: str, master: str | None = None) -> Opened:
    """Give an engine by its name; `master` is the address of a Spark cluster. EngineError."""
    if name == "duckdb" and master is None:
        return here
    if name == "spark" and master:
        return partial(_cluster, master)
    raise EngineError("Spark needs the address of its cluster, and DuckDB takes none: see --master")


@contextmanager
def here(responses: Path, texts: Path) -> Iterator[Run]:
    """Count in this process, in bounded memory; what does not fit spills to a passing folder."""
    with tempfile.TemporaryDirectory(prefix="counting-") as spill:
        config: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": _MEMORY,
            "temp_directory": spill,
            "preserve_insertion_order": False,
            "perfect_ht_threshold": _DIGITS,
        }
        with closing(duckdb.connect(config=config)) as store:
            # A dozen queries read one file: its table of contents once, and nothing else kept between them.
            store.execute(
                "SET GLOBAL parquet_metadata_cache = true; SET GLOBAL enable_external_file_cache = false"
            )
            for name, path in (("responses", responses), ("texts", texts)):
                store.execute(f"CREATE VIEW {name} AS FROM read_parquet({_text(path)})")
            # Each query has a connection of its own, so that several may run at once.
            yield lambda query: store.cursor().sql(query).to_arrow_table()


def _text(path: Path) -> str:
    return "'" + str(path).replace("'", "''") + "'"


@contextmanager
def _cluster(master: str, responses: Path, texts: Path) -> Iterator[Run]:
    """Count on a Spark cluster, every node of which reads the bundle's folder at the same place."""
    try:
        from pyspark.sql import SparkSession  # noqa: PLC0415 - optional, and slow to load
    except ImportError as error:
        raise EngineError("the engine spark is not installed: pip install 'consult[spark]'") from error
    settings: dict[str, bool | float | int | str | None] = {
        "spark.sql.ansi.enabled": "true",
        "spark.sql.ansi.doubleQuotedIdentifiers": "true",  # names are quoted as in every other SQL
        "spark.sql.shuffle.partitions": "8",  # counts are few, however many the rows
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "ERROR",
    }
    try:
        session = SparkSession.builder.master(master).appName("consult").config(map=settings).getOrCreate()
    except Exception as error:  # what Java or the way to it throws has no class of its own
        reason = next((line for line in str(error).splitlines() if line.startswith(": ")), f": {error}")
        raise EngineError(f"no Spark cluster at {master}{reason}") from error
    try:
        for name, path in (("responses", responses), ("texts", texts)):
            session.read.parquet(f"file://{path.resolve()}").createOrReplaceTempView(name)
        yield lambda query: session.sql(query).toArrow()
    finally:
        session.stop()
