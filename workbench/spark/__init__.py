"""Batches of cases decided by Apache Spark. Of these modules, `pyspark` is needed by those that talk to its driver."""
