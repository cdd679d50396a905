"""The one way to count: SQL over the bundle's Parquet gives one count cube per codebook column.

A cube counts a column's values by age band, gender, region or whatever the codebook declares as breakdowns.
Everything later works on cubes; no row of answers ever enters Python. Cubes add. The same SQL runs in process
(DuckDB) and, where a bundle outgrows one machine, on a Spark cluster.
"""

from analysis.counting.cubes import Axes, Counts, Cube, Cubes
from analysis.counting.engines import ENGINES, EngineError, Opened, Run, here, named
from analysis.counting.tallying import count, groups

__all__ = [
    "ENGINES",
    "Axes",
    "Counts",
    "Cube",
    "Cubes",
    "EngineError",
    "Opened",
    "Run",
    "count",
    "groups",
    "here",
    "named",
]
