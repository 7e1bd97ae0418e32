"""Decision tables: which row holds, and what it says."""

from rulecheck.engine.constructs.base import Scope
from rulecheck.engine.expressions import Expressions
from rulecheck.engine.rulebook import Table
from rulecheck.engine.trace import Amount, Step
from rulecheck.engine.values import UNKNOWN
from rulecheck.grammar import syntax as s
from rulecheck.grammar.data_classes import frozen


@frozen
class Said:
    """What a provision says once it applies; ``nothing`` when its open table has no row for the case."""

    amount: Amount | None = None
    row: int | None = None
    row_steps: tuple[Step, ...] = ()
    nothing: bool = False


def consult(table: Table, run: Expressions, scope: Scope) -> Said:
    """What the row says that holds; where more than one may hold, the value they agree on."""
    steps: list[Step] = []
    holding: list[int] = []
    certain = True
    for index, row in enumerate(table.rows):
        if row.when is None:
            if not holding or not certain:
                holding.append(index)
            break
        step = run.judge(row.when, scope) if certain else run.supposing(row.when, scope)
        steps.append(step)
        if step.truth is not False:
            holding.append(index)
            certain = certain and step.truth is True
            if step.truth is True and table.match == "first":
                break
    if not holding:
        return _none_holds(table, run, tuple(steps))
    amounts = [run.amount(table.rows[i].value, scope) for i in holding]
    agree = all(a.value == amounts[0].value for a in amounts)
    if table.match == "unique" and certain and not agree:
        numbers = " and ".join(str(i + 1) for i in holding)
        message = f"rows {numbers} of the table fit the case, with different values"
        hint = "make the rows exclude each other, or say `match: first`"
        run.problem_at("R0404", table.place, message, "table", hint)
    first = amounts[0]
    return Said(first if agree else Amount(first.node, UNKNOWN, first.reads), holding[0], tuple(steps))


def _none_holds(table: Table, run: Expressions, steps: tuple[Step, ...]) -> Said:
    if table.open:
        return Said(row_steps=steps, nothing=True)
    hint = "add the missing row, or `otherwise`, or declare the table `open: true`"
    run.problem_at("R0405", table.place, "no row of the table fits the case", "table", hint)
    return Said(Amount(s.Text(""), UNKNOWN), row_steps=steps)
