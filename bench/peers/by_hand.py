"""The limits for columns: the seven rules by hand in numpy and as one DuckDB query."""

QUERY = """
WITH child AS (
  SELECT *,
    child_age <= 8 OR school_grade <= 2 AS eligible,
    service_months < 6 OR (searched_days >= 14 AND offers_refused < 2) OR NOT divisible OR impeded AS refusable,
    hours_after BETWEEN 15 AND 35 AS hours_allowed
  FROM {cases}
), asked AS (
  SELECT *, eligible AND NOT refusable AND hours_allowed AS granted FROM child
), claimed AS (
  SELECT *, granted AND insured_days >= 180 AND reduced_days >= 30 AS benefit_due FROM asked
)
SELECT eligible, refusable, hours_allowed, granted, 12 + greatest(12 - leave_used, 0) AS months, benefit_due,
  CASE WHEN benefit_due THEN
    (least(greatest(wage, 500000), 2000000) * 5
     + least(greatest(wage * 4 // 5, 500000), 1500000) * (hours_before - hours_after - 5)) // hours_before
  ELSE 0 END AS benefit
FROM claimed
"""


class Numpy:
    """One thread, whole columns."""

    def load(self):
        import numpy

        self.numpy = numpy

    def decide(self, case):
        columns = {name: self.numpy.array([value]) for name, value in case.items()}
        return {name: column[0].item() for name, column in self.columns(columns).items()}

    def ready(self, table):
        return {name: table[name].to_numpy() for name in table.column_names}

    def columns(self, c):
        np = self.numpy
        eligible = (c["child_age"] <= 8) | (c["school_grade"] <= 2)
        nobody_found = (c["searched_days"] >= 14) & (c["offers_refused"] < 2)
        refusable = (c["service_months"] < 6) | nobody_found | ~c["divisible"] | c["impeded"]
        hours_allowed = (c["hours_after"] >= 15) & (c["hours_after"] <= 35)
        granted = eligible & ~refusable & hours_allowed
        benefit_due = granted & (c["insured_days"] >= 180) & (c["reduced_days"] >= 30)
        first = np.clip(c["wage"], 500_000, 2_000_000)
        further = np.clip(c["wage"] * 4 // 5, 500_000, 1_500_000)
        others = c["hours_before"] - c["hours_after"] - 5
        return {
            "eligible": eligible,
            "refusable": refusable,
            "hours_allowed": hours_allowed,
            "granted": granted,
            "months": 12 + np.maximum(0, 12 - c["leave_used"]),
            "benefit_due": benefit_due,
            "benefit": np.where(benefit_due, (first * 5 + further * others) // c["hours_before"], 0),
        }


GROUNDS = "service_months, searched_days, offers_refused, divisible, impeded"


class DuckDB:
    """One query; in memory from Arrow to Arrow, or from a Parquet file to a Parquet file."""

    def load(self):
        import duckdb

        self.connection = duckdb.connect()

    def decide(self, case):
        names = ", ".join(f"? AS {name}" for name in case)
        found = self.connection.execute(self.query(f"(SELECT {names})"), list(case.values()))
        (row,) = found.fetchall()
        return dict(zip((column[0] for column in found.description), row, strict=True))

    def query(self, cases):
        return QUERY.format(cases=cases)

    def ready(self, table):
        return table

    def columns(self, table):
        self.connection.register("cases", table)
        return self.connection.sql(self.query("cases")).to_arrow_table()

    def file(self, path, out):
        query = self.query(f"read_parquet('{path}')")
        self.connection.sql(f"COPY ({query}) TO '{out}' (FORMAT parquet)")


PROVISIONS = """
SELECT *,
  CASE WHEN eligible THEN ['RH 1(1)'] ELSE [] END AS eligible_by,
  list_filter([CASE WHEN service_months < 6 THEN 'RH 2(1)' END,
    CASE WHEN searched_days >= 14 AND offers_refused < 2 THEN 'RH 2(2)' END,
    CASE WHEN NOT divisible THEN 'RH 2(3)' END, CASE WHEN impeded THEN 'RH 2(4)' END],
    lambda ground: ground IS NOT NULL) AS refusable_by,
  CASE WHEN hours_allowed THEN ['RH 1(2)'] ELSE [] END AS hours_allowed_by,
  CASE WHEN granted THEN ['RH 1(3)'] ELSE [] END AS granted_by,
  ['RH 1(4)'] AS months_by,
  CASE WHEN benefit_due THEN ['RH 3(1)'] ELSE [] END AS benefit_due_by,
  CASE WHEN benefit_due THEN ['RH 3(2)'] ELSE ['RH 3(3)'] END AS benefit_by
FROM ({decided})
"""


class DuckDBWithProvisions(DuckDB):
    """The same query, which also says by hand for each answer which paragraphs decide it."""

    columns = None

    def decide(self, case):
        answers = super().decide(case)
        return {name: value for name, value in answers.items() if not name.endswith("_by")}

    def query(self, cases):
        decided = QUERY.format(cases=cases).replace(
            "SELECT eligible, refusable", f"SELECT {GROUNDS}, eligible, refusable"
        )
        return f"SELECT * EXCLUDE ({GROUNDS}) FROM ({PROVISIONS.format(decided=decided)})"
