"""GoRules ZEN: a decision graph of expressions, from a static loader (its fastest way in)."""

import json
from itertools import pairwise

import zen

EXPRESSIONS = (
    ("eligible", "child_age <= 8 or school_grade <= 2"),
    (
        "refusable",
        "service_months < 6 or (searched_days >= 14 and offers_refused < 2) or not divisible or impeded",
    ),
    ("hours_allowed", "hours_after in [15..35]"),
    ("granted", "$.eligible and not $.refusable and $.hours_allowed"),
    ("months", "12 + max([0, 12 - leave_used])"),
    ("benefit_due", "$.granted and insured_days >= 180 and reduced_days >= 30"),
    (
        "benefit",
        "$.benefit_due ? floor((max([500000, min([2000000, wage])]) * 5 + max([500000, min([1500000, 0.8 * wage])])"
        " * (hours_before - hours_after - 5)) / hours_before) : 0",
    ),
)
ANSWERS = [name for name, _ in EXPRESSIONS]


def node(name, kind, content=None):
    """A node of a graph."""
    made = {"id": name, "name": name, "type": kind, "position": {"x": 0, "y": 0}}
    return made if content is None else {**made, "content": content}


def expression_node(name, expressions, keep):
    """A node of expressions; whether it keeps what came in."""
    listed = [{"id": key, "key": key, "value": text} for key, text in expressions]
    how = {"passThrough": keep, "inputField": None, "outputPath": None, "executionMode": "single"}
    return node(name, "expressionNode", {"expressions": listed, **how})


class OneNode:
    """All expressions in one node."""

    def graph(self):
        return [expression_node("rules", EXPRESSIONS, False)]

    def load(self):
        nodes = [node("in", "inputNode"), *self.graph(), node("out", "outputNode")]
        edges = [
            {"id": f"{one['id']}-{two['id']}", "type": "edge", "sourceId": one["id"], "targetId": two["id"]}
            for one, two in pairwise(nodes)
        ]
        content = json.loads(json.dumps({"nodes": nodes, "edges": edges}))
        self.engine = zen.ZenEngine({"loader": {"type": "static", "content": {"seven": content}}})

    def decide(self, case):
        return self.engine.evaluate("seven", case)["result"]

    def explain(self, case):
        found = self.engine.evaluate("seven", case, {"trace": True})
        return found["result"], found["trace"]

    def rows(self, cases):
        found = self.engine.evaluate_batch([{"key": "seven", "context": case} for case in cases])
        return [{name: each["data"]["result"][name] for name in ANSWERS} for each in found]


class SevenNodes(OneNode):
    """A node for each answer, so that the trace has one too."""

    def graph(self):
        return [expression_node(name, [(name, text.replace("$.", ""))], True) for name, text in EXPRESSIONS]
