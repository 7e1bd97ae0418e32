"""Rego, in two engines: regorus (Rust, through opa-eval) and rego-cpp (regopy)."""

import json
import tempfile
from pathlib import Path

MODULE = """package seven
import rego.v1

default eligible := false
eligible if input.child_age <= 8
eligible if input.school_grade <= 2

default refusable := false
refusable if input.service_months < 6
refusable if {
  input.searched_days >= 14
  input.offers_refused < 2
}
refusable if not input.divisible
refusable if input.impeded

default hours_allowed := false
hours_allowed if {
  input.hours_after >= 15
  input.hours_after <= 35
}

default granted := false
granted if {
  eligible
  not refusable
  hours_allowed
}

months := 12 + within(12 - input.leave_used, 0, 12)

default benefit_due := false
benefit_due if {
  granted
  input.insured_days >= 180
  input.reduced_days >= 30
}

default benefit := 0
benefit := floor((first * 5 + further * others) / input.hours_before) if {
  benefit_due
  first := within(input.wage, 500000, 2000000)
  further := within((input.wage * 4) / 5, 500000, 1500000)
  others := (input.hours_before - input.hours_after) - 5
}

within(x, low, high) := low if x < low
within(x, low, high) := high if x > high
within(x, low, high) := x if {
  x >= low
  x <= high
}

answers := {"eligible": eligible, "refusable": refusable, "hours_allowed": hours_allowed, "granted": granted,
  "months": months, "benefit_due": benefit_due, "benefit": benefit}
"""


class Regorus:
    """The case goes in as JSON text: that is its way in."""

    def load(self):
        from opa_eval import OpaEval

        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "seven.rego"
            path.write_text(MODULE, encoding="utf-8")
            self.engine = OpaEval(str(path), query="data.seven.answers")

    def decide(self, case):
        return self.engine.evaluate_parsed(json.dumps(case))


class RegoCpp:
    """A bundle compiled once. ``within`` avoids min and max, which compare numbers as text in version 1.5.2."""

    def load(self):
        import regopy

        builder = regopy.Interpreter()
        builder.add_module("seven.rego", MODULE)
        self.bundle = builder.build("data.seven.answers")
        self.engine, self.input = regopy.Interpreter(), regopy.Input

    def decide(self, case):
        self.engine.set_input(self.input(case))
        found = json.loads(str(self.engine.query_bundle(self.bundle)))
        while isinstance(found, list):
            found = found[0]
        return found["expressions"][0] if "expressions" in found else found
