"""The codes R02xx: what can be wrong with conditions and amounts."""

from rulecheck.engine.codes import Code

_ALL = (
    Code(
        "R0201",
        "not in the expression language",
        "The text cannot be read as a condition or an amount. The words and signs of the language are few; the place "
        "is that of the first one that does not fit what stands before it.",
        "hours between 15 and 35",
        "hours 15–35",
    ),
    Code(
        "R0202",
        "a number without its unit",
        "A bare number stands beside a length of time or an amount of money. Whoever reads the rule should not have "
        "to guess whether days or months are meant, so the unit is written. Only where one unit alone can be meant, "
        "as with hours a week in `hours 15–35`, may it be left out.",
        "tenure ≥ 6",
        "tenure ≥ 6 months",
    ),
    Code(
        "R0203",
        "days against months",
        "A month has 28 to 31 days, so a number of months and a number of days cannot be compared, nor divided by each "
        "other. Laws compare them in the calendar, from a given day: write the span, or the dates.",
        "leave.length ≥ 30 days        # leave.length is counted in months",
        "leave.start_on to leave.end_on ≥ 30 days",
    ),
    Code(
        "R0204",
        "different types",
        "Two things stand side by side that cannot be compared, added or chosen between, such as a date and an amount "
        "of money, or hours a week and hours a day.",
        "wage.monthly ≥ child.born_on",
        "wage.monthly ≥ wage.floor",
    ),
    Code(
        "R0205",
        "an unknown unit",
        "The word after a number is no unit. Units are the currency of the rulebook, `hours`, `hours per week`, "
        "`hours per day`, `persons`, and for calendar time years, months, weeks and days.",
        "overtime ≤ 12 minutes",
        "overtime ≤ 0.2 hours",
    ),
    Code(
        "R0206",
        "`is` or `includes` of the wrong type",
        "`is` asks which of its options a choice is, `includes` whether an option is among several chosen. Numbers and "
        "dates are compared with signs, and a fact that is yes or no stands by itself.",
        "child.grade is 2",
        "child.grade = 2",
    ),
    Code(
        "R0207",
        "`is none` of something that is no name",
        "`is none` asks whether the case says that there is no such thing. Only a name can be asked about that: the "
        "result of a calculation is never `none`.",
        "(leave.end_on to return.on) is none",
        "return.on is none",
    ),
    Code(
        "R0208",
        "an unknown option",
        "The choice has no option of this name. The options are listed where the fact is declared.",
        "contract.kind is fixedterm",
        "contract.kind is fixed_term",
    ),
    Code(
        "R0209",
        "nothing of the kind can be done with this type",
        "There is no sum of texts, no percentage of a date, no sign before a condition, and a list is no value: one "
        "speaks of its elements.",
        "80% of child.born_on",
        "80% of wage.monthly",
    ),
    Code(
        "R0210",
        "dates are not added",
        "What `date + 30 days` should mean is answered differently from law to law: does the first day count, does the "
        "end move on a holiday? The language has words that say it.",
        "application.filed_on + 30 days",
        "30 days after application.filed_on",
    ),
    Code(
        "R0211",
        "no calendar of holidays",
        "`next working day on or after` needs to know the public holidays, and `rulebook.yaml` names no calendar.",
        "rulebook: example",
        "rulebook: example\nholidays: FR",
    ),
    Code(
        "R0212",
        "an unknown name",
        "The name is no fact, no conclusion, no figure and no name under `where`, or it belongs to the elements of a "
        "list and none is spoken of here, or a word for an element names something else already. Every name is "
        "declared, so that a slip of the pen never becomes a fact that nobody knows.",
        "child.birthday ≤ leave.start_on",
        "child.born_on ≤ leave.start_on",
    ),
    Code(
        "R0213",
        "an empty range",
        "The lower end lies above the upper end, or a floor above its cap, so that nothing can lie between; or an "
        "amount is rounded to a multiple of zero.",
        "hours 35–15",
        "hours 15–35",
    ),
    Code(
        "R0214",
        "no order",
        "Only numbers, amounts, periods and dates come before or after each other. Texts, options and yes or no are "
        "equal or different.",
        "contract.kind ≥ fixed_term",
        "contract.kind is fixed_term",
    ),
    Code(
        "R0215",
        "a condition is expected",
        "Where something must hold or not hold, an amount or a date stands.",
        "when: [wage.monthly]",
        "when: [wage.monthly ≥ 1,000 euro]",
    ),
    Code(
        "R0216",
        "always true, or never",
        "Within the bounds that the vocabulary declares, or beside the other conditions, this condition can come out "
        "one way only. Either a figure is wrong, or the condition can go.",
        "when: [age ≥ 18, age ≤ 8]",
        "when: [age ≥ 8, age ≤ 18]",
    ),
    Code(
        "R0217",
        "a circle",
        "To know one thing, another must be known, and for that the first. Rules never decide in circles.",
        "where: {total: rest + used, rest: total − used}",
        "where: {total: 12 months, rest: total − used}",
    ),
    Code(
        "R0218",
        "a status that the provision cannot have",
        "Every provision can apply, but only a duty or a prohibition is owed, fulfilled or breached, and fulfilled or "
        "breached only if it says what fulfils it.",
        "Art. 3(1) is breached        # Art. 3(1) is a definition",
        "Art. 3(1) applies",
    ),
    Code(
        "R0219",
        "a value that does not fit",
        "What a provision says must be of the type of the conclusion that it decides, and a version is chosen by a "
        "date.",
        "decides: leave.due_on        # a date\nvalue: 30 days",
        "decides: leave.due_on\nvalue: 30 days before leave.start_on",
    ),
    Code(
        "R0220",
        "a conclusion in a constraint",
        "A constraint says which cases cannot be, before any provision is looked at. It speaks of facts alone.",
        "must: leave.must_be_granted",
        "must: leave.start_on ≤ leave.end_on",
    ),
    Code(
        "R0221",
        "a policy that excepts the law",
        "An employer's own rule may add to the statute. It cannot take a provision of the statute out of force.",
        "kind: exception\nto: EEA 19(1)        # in a policy",
        "kind: entitlement\ndecides: leave.days",
    ),
    Code(
        "R0222",
        "nothing says which answer is better",
        "A policy and the law decide the same conclusion. Which answer is better for the person protected must be "
        "declared with the conclusion, so that the policy can be held against the law.",
        "leave.days: {type: integer}",
        "leave.days: {type: integer, better: more}",
    ),
    Code(
        "R0223",
        "too long a chain",
        "A conclusion rests on another, that one on a third, and so on for hundreds of them. The engine follows the "
        "chain to its end with each step kept in mind, and refuses what no memory would hold for certain.",
        "c1 rests on c2, c2 on c3, and so on up to c1000",
        "each of them rests on facts",
    ),
    Code(
        "R0224",
        "too large when written out",
        "Each name under `where` stands for an amount, and may be used in others. Written out in full, the provision "
        "would have more than 10,000 names and numbers.",
        "where: {b: a + a, c: b + b, d: c + c}      # and so on, twice as much each time",
        "where: {b: 2 × a, c: 2 × b, d: 2 × c}",
    ),
)

CODES: dict[str, Code] = {entry.code: entry for entry in _ALL}
