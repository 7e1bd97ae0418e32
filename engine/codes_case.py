"""The catalogue of mistakes in cases (R05…) and of what keeps the engine from deciding one (R04…)."""

from rulecheck.engine.codes import Code

_ENTRIES = (
    Code(
        "R0402",
        "a conclusion is used that nothing decides",
        "A provision reads a conclusion, and for this case no provision decides it. The rules would go on with "
        "nothing in their hands, so they stop. Guard the use with `… is not none`, or with the condition under "
        "which the conclusion is decided.",
        "value: 80% of benefit.monthly",
        "when: [benefit.monthly is not none]\nvalue: 80% of benefit.monthly",
    ),
    Code(
        "R0403",
        "provisions in conflict",
        "Two provisions apply to the case and say different things, and neither is an exception to the other. The "
        "engine never chooses: say which one gives way (`kind: exception`, `to: …`), or make their conditions "
        "exclude each other.",
        "(1): {decides: leave.days, versions: [{value: 10 days}]}\n"
        "(2): {decides: leave.days, versions: [{value: 20 days}]}",
        "(2): {kind: exception, to: (1), versions: [{value: 20 days}]}",
    ),
    Code(
        "R0404",
        "more than one row of a table fits",
        "In a table whose rows must exclude each other, more than one fits the case, and they say different things.",
        "rows:\n  - {when: weeks ≤ 12, value: 5 days}\n  - {when: weeks ≥ 12, value: 10 days}",
        "rows:\n  - {when: weeks < 12, value: 5 days}\n  - {when: weeks ≥ 12, value: 10 days}",
    ),
    Code(
        "R0405",
        "no row of a table fits",
        "The table has no row for this case. A table is taken to cover every case unless it says `open: true`.",
        "rows:\n  - {when: weeks < 12, value: 5 days}",
        "rows:\n  - {when: weeks < 12, value: 5 days}\n  - {otherwise: 10 days}",
    ),
    Code(
        "R0406",
        "division by nothing",
        "An amount is divided by one that is zero for this case. The rule needs a condition that keeps it from "
        "being used here.",
        "value: total ÷ months",
        "when: [months > 0]\nvalue: total ÷ months",
    ),
    Code(
        "R0407",
        "a date beyond the calendar",
        "A date worked out from the facts lies outside the years that the calendar covers.",
        "end_on: 2199-12-31",
        "end_on: 2025-12-31",
    ),
    Code(
        "R0408",
        "a policy that gives less than the law",
        "An employer's own rule decides something that the law decides too, and for this case it gives the person "
        "less. A policy may add to the statute, and never take away.",
        'article: "3" of a policy: value: 8 days, where the law gives 10 days',
        'article: "3" of a policy: value: 12 days',
    ),
    Code(
        "R0409",
        "a number beyond all measure",
        "A number worked out from the facts has more than a thousand digits. Nothing is measured with so many, and "
        "multiplied a few times more it would fill the memory.",
        "value: total × total × total × total      # of a total that is a product itself",
        "value: total × 2",
    ),
    Code(
        "R0410",
        "too much to decide",
        "Deciding takes more steps (provisions and elements of lists that are looked at) than any case of a person "
        "does. Mostly a rule goes through a long list for each element of another.",
        "a case of all the employees of a company in one list",
        "a case for each employee",
    ),
    Code(
        "R0501",
        "not a fact of the rulebook",
        "The case gives a name that the vocabulary does not declare. A misspelt fact would silently count as "
        "missing, so it is refused. Conclusions are decided by provisions and cannot be given.",
        '{"facts": {"child.birthday": "2018-05-01"}}',
        '{"facts": {"child.born_on": "2018-05-01"}}',
    ),
    Code(
        "R0502",
        "an impossible case",
        "The facts contradict each other in a way that the vocabulary declares impossible, such as an end before "
        "its start.",
        '{"start_on": "2024-05-01", "end_on": "2024-04-01"}',
        '{"start_on": "2024-04-01", "end_on": "2024-05-01"}',
    ),
    Code(
        "R0503",
        "a fact of the wrong type",
        "The value given is none of the type that the vocabulary declares for the fact.",
        '{"child.born_on": "May 2018"}',
        '{"child.born_on": "2018-05-01"}',
    ),
    Code(
        "R0504",
        "a fact out of its bounds",
        "The value lies outside the bounds that the vocabulary declares for the fact.",
        '{"hours_after": -3}',
        '{"hours_after": 30}',
    ),
    Code(
        "R0505",
        "a fact given twice",
        "The same fact stands in the case twice, once nested and once with its dotted name.",
        '{"child": {"born_on": "2018-05-01"}, "child.born_on": "2018-05-02"}',
        '{"child": {"born_on": "2018-05-01"}}',
    ),
    Code(
        "R0506",
        "not a key of a case",
        "Beside `facts` a case may have `case` (its title), `law_date`, `known_on`, `ask` and `note`.",
        '{"lawdate": "2024-03-01", "facts": {}}',
        '{"law_date": "2024-03-01", "facts": {}}',
    ),
    Code(
        "R0507",
        "not shaped like a case",
        "A case is a mapping with `facts`, a mapping of fact names and values.",
        "[1, 2]",
        '{"facts": {}}',
    ),
    Code(
        "R0508",
        "nothing decides what is asked",
        "What is asked for is neither a scheme nor a conclusion.",
        "rulecheck case.json --ask leave.granted",
        "rulecheck case.json --ask leave.must_be_granted",
    ),
    Code(
        "R0509",
        "there always is one",
        "The case says `none` of something that always exists. Leave a fact out when it is unknown.",
        '{"child.born_on": "none"}',
        "{}",
    ),
    Code(
        "R0510",
        "not a day",
        "The law date, and the day as of which it was known, are dates: year-month-day.",
        '{"law_date": "March 2024"}',
        '{"law_date": "2024-03-01"}',
    ),
    Code(
        "R0511",
        "nothing is asked",
        "The case asks for nothing, and its facts bring up no scheme.",
        '{"facts": {}}',
        '{"ask": ["some-scheme"], "facts": {}}',
    ),
    Code(
        "R0512",
        "null says nothing",
        "A null could mean that the fact is unknown or that there is no such thing. Leave an unknown fact out; "
        'write "none" when there is none.',
        '{"contract_ends_on": null}',
        '{"contract_ends_on": "none"}',
    ),
    Code(
        "R0513",
        "law that the rulebook does not hold",
        "The law date lies before the day from which the rulebook holds the law.",
        "--as-of 1999-01-01",
        "--as-of 2024-01-01",
    ),
    Code(
        "R0514",
        "an expected answer of the wrong type",
        "A golden case expects of a conclusion what it cannot come to.",
        "expect: {benefit.monthly: much}",
        "expect: {benefit.monthly: 437,500 EUR}",
    ),
    Code(
        "R0515",
        "no such provision",
        "A golden case cites a provision that the rulebook does not have.",
        "cites: [EEA 19(99)]",
        "cites: [EEA 19(1)]",
    ),
    Code(
        "R0516",
        "two golden cases of one name",
        "Each case is named by what it alone shows.",
        "- case: leave is due\n- case: leave is due",
        "- case: leave is due\n- case: leave is due on the last day",
    ),
)
CODES = {entry.code: entry for entry in _ENTRIES}
