"""A cluster of two worker processes counts what this process counts, cell by cell."""

import copy
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import make_bundle
import pyarrow.parquet as pq
import pytest

from analysis import bundle as bundles
from analysis import counting

if shutil.which("java") is None:
    pytest.skip("no Java on this machine: counting on a cluster is NOT tested", allow_module_level=True)
pytest.importorskip("pyspark", reason="no Spark on this machine: counting on a cluster is NOT tested")

# pyspark warns of every pandas newer than itself; no pandas is used here.
pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")
MASTER = "local-cluster[2,1,512]"
# Small files would go to one worker whole; a Java that lives for seconds need not learn to be fast.
BRIEF = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
SETTINGS = (
    f"spark.driver.extraJavaOptions {BRIEF}",
    f"spark.executor.extraJavaOptions {BRIEF}",
    "spark.executor.memory 512m",
    "spark.driver.memory 512m",
    "spark.sql.files.openCostInBytes 1",
    "spark.sql.files.maxPartitionBytes 20000",
)


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> bundles.Bundle:
    """Write a bundle of several row groups whose names would break careless SQL."""
    place = tmp_path_factory.mktemp("spark")
    book = copy.deepcopy(make_bundle.EXAMPLE)
    book["breakdowns"][1]["values"][2]["name"] = "l'autre\\n"
    texts = [
        {"question": "one_word", "language": "ar", "age_band": "7-9", "text": word}
        for word in ("مرح", "مرح", "it's \\ fun", 'say "hi"')
    ]
    folder = make_bundle.write(place / "it's a bundle", codebook=book, responses=3000, seed=8, texts=texts)
    table = pq.read_table(folder / "responses.parquet")
    pq.write_table(table, folder / "responses.parquet", row_group_size=250)
    make_bundle.seal(folder, responses=3000, texts=len(texts))
    return bundles.read(folder)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Configure Spark as an office does: by its own file."""
    folder = tmp_path_factory.mktemp("conf")
    (folder / "spark-defaults.conf").write_text("\n".join(SETTINGS))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SPARK_CONF_DIR", str(folder))
        patch.setenv("SPARK_LOCAL_IP", "127.0.0.1")
        yield


def test_two_workers_count_what_one_process_counts(bundle: bundles.Bundle, settings: None) -> None:
    tasks: dict[str, int] = {}

    @contextmanager
    def watched(responses: Path, texts: Path) -> Iterator[counting.Run]:
        with counting.named("spark", MASTER)(responses, texts) as run:
            yield run
            tasks.update(tasks_of_workers())

    here, there = counting.count(bundle), counting.count(bundle, engine=watched)
    assert len(tasks) == 2
    assert all(done > 0 for done in tasks.values()), tasks
    assert (here.responses, here.words) == (there.responses, there.words)
    assert here.words["one_word"]["ar", "7-9", "مرح"] == 2
    for mine, theirs in ((here.columns, there.columns), (here.states, there.states)):
        assert mine.keys() == theirs.keys()
        for name, cube in mine.items():
            same(cube, theirs[name])
    same(here.language, there.language)


def tasks_of_workers() -> dict[str, int]:
    """Ask Spark how many tasks each worker process has done."""
    from pyspark.sql import SparkSession  # noqa: PLC0415 - optional

    session = SparkSession.getActiveSession()
    assert session is not None
    found = session.sparkContext._jsc.sc().statusStore().executorList(False)  # noqa: FBT003 - Java
    workers = [found.apply(at) for at in range(found.size())]
    return {worker.id(): worker.totalTasks() for worker in workers if worker.id() != "driver"}


def same(one: counting.Cube, other: counting.Cube) -> None:
    assert (one.column, one.values, one.axes) == (other.column, other.values, other.axes)
    assert one.counts.tolist() == other.counts.tolist()


def test_a_cluster_that_is_not_there_is_said(bundle: bundles.Bundle, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "analysis", str(bundle.folder), str(tmp_path / "out"), "--tables-only"]
    for more, said in (
        (["--engine", "spark"], "needs the address of its cluster"),
        (["--master", "spark://127.0.0.1:1"], "needs the address of its cluster"),
        (["--engine", "spark", "--master", "moon://rock"], "no Spark cluster at moon://rock"),
    ):
        run = subprocess.run([*command, *more], check=False, capture_output=True, text=True)
        assert run.returncode == 2
        assert said in run.stderr.splitlines()[-1]
    assert not (tmp_path / "out").exists()
