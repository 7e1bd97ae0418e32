"""The connection to Spark, set so that reading and deciding do not depend on how a cluster is set up."""

import os
import sys
from collections.abc import Mapping
from typing import Any

# Facts are exact, whatever the cluster's own settings are.
_SETTINGS = {
    # `a` and `A` are two facts.
    "spark.sql.caseSensitive": "true",
    # The name of a folder is a text; `01` is not the number 1.
    "spark.sql.sources.partitionColumnTypeInference.enabled": "false",
    # Days are those of the calendar, also before 1582.
    "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
    "spark.sql.session.timeZone": "UTC",
    # What would overflow is an error, never another number.
    "spark.sql.ansi.enabled": "true",
    "spark.sql.files.ignoreCorruptFiles": "false",
    "spark.sql.files.ignoreMissingFiles": "false",
    # A worker holds so many rows at a time: enough that a query for them takes longer than to begin it.
    "spark.sql.execution.arrow.maxRecordsPerBatch": "20000",
}


def connect(master: str | None, settings: Mapping[str, str]) -> Any:
    """A session of Spark: on the master named, or on the one that Spark was set up or submitted for.

    ``settings`` are Spark's own, by name. What must be the same everywhere is set in any case.
    """
    from pyspark.sql import SparkSession

    # Without it workers would be run by whatever `python3` is.
    os.environ.setdefault("PYSPARK_PYTHON", settings.get("spark.pyspark.python", sys.executable))
    builder = SparkSession.builder.appName("rulecheck")
    if master is not None:
        builder = builder.master(master)
    builder = builder.config("spark.ui.showConsoleProgress", "false")
    for name, value in settings.items():
        builder = builder.config(name, value)
    spark = builder.getOrCreate()
    for name, value in _SETTINGS.items():
        spark.conf.set(name, value)
    return spark
