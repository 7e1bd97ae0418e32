"""JSONLogic in Rust (datalogic): a chain of seven rules, or one template into which they are copied."""

import json

import datalogic_py

WAGE = {"var": "wage"}


def within(value, low, high):
    """A value with a floor and a cap."""
    return {"max": [low, {"min": [high, value]}]}


def v(name):
    """What stands under a name."""
    return {"var": name}


FIRST = {"*": [within(WAGE, 500000, 2000000), 5]}
OTHERS = {"-": [{"-": [v("hours_before"), v("hours_after")]}, 5]}
FURTHER = {"*": [within({"/": [{"*": [WAGE, 4]}, 5]}, 500000, 1500000), OTHERS]}
RULES = {
    "eligible": {"or": [{"<=": [v("child_age"), 8]}, {"<=": [v("school_grade"), 2]}]},
    "refusable": {
        "or": [
            {"<": [v("service_months"), 6]},
            {"and": [{">=": [v("searched_days"), 14]}, {"<": [v("offers_refused"), 2]}]},
            {"!": [v("divisible")]},
            v("impeded"),
        ]
    },
    "hours_allowed": {"<=": [15, v("hours_after"), 35]},
    "granted": {"and": [v("eligible"), {"!": [v("refusable")]}, v("hours_allowed")]},
    "months": {"+": [12, {"max": [0, {"-": [12, v("leave_used")]}]}]},
    "benefit_due": {"and": [v("granted"), {">=": [v("insured_days"), 180]}, {">=": [v("reduced_days"), 30]}]},
    "benefit": {
        "if": [v("benefit_due"), {"floor": {"/": [{"+": [FIRST, FURTHER]}, v("hours_before")]}}, 0],
    },
}


def inlined():
    """The rules with the others copied in where they are used."""
    done = {}

    def copied(tree):
        if isinstance(tree, dict):
            name = tree.get("var") if len(tree) == 1 else None
            return done[name] if name in done else {key: copied(part) for key, part in tree.items()}
        return [copied(part) for part in tree] if isinstance(tree, list) else tree

    for name, rule in RULES.items():
        done[name] = copied(rule)
    return done


class Chain:
    """A compiled rule for each answer, which is added to the data of the next."""

    def load(self):
        self.engine = datalogic_py.Engine()
        self.texts = {name: json.dumps(rule) for name, rule in RULES.items()}
        self.compiled = [(name, self.engine.compile(text)) for name, text in self.texts.items()]
        self.session = self.engine.session()

    def decide(self, case):
        data, answers = dict(case), {}
        for name, rule in self.compiled:
            data[name] = answers[name] = self.session.evaluate(rule, data)
        return answers

    def explain(self, case):
        data, answers, trace = dict(case), {}, []
        for name, text in self.texts.items():
            told = json.loads(self.engine.evaluate_with_trace(text, json.dumps(data)))
            data[name] = answers[name] = told["result"]
            trace.append(told)
        return answers, trace


class Inlined:
    """One compiled template."""

    def load(self):
        self.engine = datalogic_py.Engine(templating=True)
        self.text = json.dumps(inlined())
        self.rule = self.engine.compile(self.text)
        self.session = self.engine.session()

    def decide(self, case):
        return self.session.evaluate(self.rule, case)

    def explain(self, case):
        told = json.loads(self.engine.evaluate_with_trace(self.text, json.dumps(case)))
        return told["result"], told

    def rows(self, cases):
        handles = [datalogic_py.DataHandle(case) for case in cases]
        return [json.loads(text) for text in self.session.evaluate_batch(self.rule, handles)]
