"""OpenFisca-core: variables over columns, a simulation for each case or for all of them."""

import numpy as np
from openfisca_core import periods
from openfisca_core.entities import Entity
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

MONTH = "2024-03"
TRUTHS = ("divisible", "impeded")
COUNTS = (
    "child_age", "school_grade", "service_months", "hours_before", "hours_after", "insured_days", "reduced_days",
    "searched_days", "offers_refused", "leave_used",
)  # fmt: skip


def eligible(persons, month):
    return (persons("child_age", month) <= 8) + (persons("school_grade", month) <= 2)


def refusable(persons, month):
    nobody_found = (persons("searched_days", month) >= 14) * (persons("offers_refused", month) < 2)
    whole = np.logical_not(persons("divisible", month))
    return (persons("service_months", month) < 6) + nobody_found + whole + persons("impeded", month)


def hours_allowed(persons, month):
    after = persons("hours_after", month)
    return (after >= 15) * (after <= 35)


def granted(persons, month):
    return persons("eligible", month) * np.logical_not(persons("refusable", month)) * persons("hours_allowed", month)


def months(persons, month):
    return 12 + np.maximum(0, 12 - persons("leave_used", month))


def benefit_due(persons, month):
    return persons("granted", month) * (persons("insured_days", month) >= 180) * (persons("reduced_days", month) >= 30)


def benefit(persons, month):
    wage, before = persons("wage", month), persons("hours_before", month)
    others = before - persons("hours_after", month) - 5
    first = np.clip(wage, 500_000, 2_000_000)
    further = np.clip(wage * 4 // 5, 500_000, 1_500_000)
    return np.where(persons("benefit_due", month), (first * 5 + further * others) // before, 0)


class OpenFisca:
    """Columns set one by one, which is its fastest way in."""

    amount = int  # the type of wage and benefit

    def load(self):
        person = Entity("person", "persons", "A person", "")
        system = TaxBenefitSystem([person])
        truths = (eligible, refusable, hours_allowed, granted, benefit_due)

        def add(name, kind, formula=None):
            body = {"value_type": kind, "entity": person, "definition_period": periods.DateUnit.MONTH, "label": name}
            if formula is not None:
                body["formula"] = formula
            system.add_variable(type(name, (Variable,), body))

        for name in (*TRUTHS, *COUNTS, "wage"):
            add(name, bool if name in TRUTHS else int if name in COUNTS else self.amount)
        for formula in truths:
            add(formula.__name__, bool, formula)
        add("months", int, months)
        add("benefit", self.amount, benefit)
        self.answers = (*(formula.__name__ for formula in truths), "months", "benefit")
        self.system, self.month = system, periods.period(MONTH)

    def simulation(self, case):
        simulation = SimulationBuilder().build_default_simulation(self.system, 1)
        for name, value in case.items():
            simulation.set_input(name, self.month, [value])
        return simulation

    def decide(self, case):
        simulation = self.simulation(case)
        return {name: simulation.calculate(name, self.month)[0].item() for name in self.answers}

    def explain(self, case):
        simulation = self.simulation(case)
        simulation.trace = True
        answers = {name: simulation.calculate(name, self.month)[0].item() for name in self.answers}
        return answers, simulation.tracer.computation_log.lines(aggregate=False)

    def ready(self, table):
        return {name: table[name].to_numpy() for name in table.column_names}

    def columns(self, columns):
        simulation = SimulationBuilder().build_default_simulation(self.system, len(columns["wage"]))
        for name, column in columns.items():
            simulation.set_input(name, self.month, column)
        return {name: simulation.calculate(name, self.month) for name in self.answers}


class FromSituation(OpenFisca):
    """The case as the nested dict that its web API takes."""

    columns = None

    def simulation(self, case):
        given = {name: {MONTH: value} for name, value in case.items()}
        return SimulationBuilder().build_from_dict(self.system, {"persons": {"one": given}})


class Floats(OpenFisca):
    """Amounts as float32, which is what it has for amounts of money."""

    amount = float
