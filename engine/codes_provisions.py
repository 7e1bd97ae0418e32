"""The codes R034x to R036x: what can be wrong with versions, provisions and what they refer to."""

from rulecheck.engine.codes import Code

_ALL = (
    Code(
        "R0340",
        "a day that cannot be",
        "The text is shaped like a date, and there is no such day, or none that the calendar covers.",
        "promulgated: 2023-02-29",
        "promulgated: 2023-02-28",
    ),
    Code(
        "R0341",
        "an end before the beginning",
        "A time in force runs from an earlier day to a later one; both are in it.",
        "in force: 2022-01-01 to 2021-12-31",
        "in force: 2021-01-01 to 2021-12-31",
    ),
    Code(
        "R0342",
        "versions that overlap",
        "On one day a provision has one text. The older version ends on the day before the newer one begins. That a "
        "newer one is applied to some cases only is said by `version by`, not by an overlap. The same holds for the "
        "values of a figure.",
        "- in force: from 2020-01-01\n- in force: from 2022-01-01",
        "- in force: 2020-01-01 to 2021-12-31\n- in force: from 2022-01-01",
    ),
    Code(
        "R0343",
        "versions out of order",
        "Versions stand in the order of time, the oldest first, so that a change of law is an addition at the end.",
        "- in force: from 2022-01-01\n- in force: 2020-01-01 to 2021-12-31",
        "- in force: 2020-01-01 to 2021-12-31\n- in force: from 2022-01-01",
    ),
    Code(
        "R0344",
        "a later version newly inserted",
        "`newly inserted` says of the oldest version of a provision that nothing stood before it. A later one has the "
        "versions that stand above it.",
        "- in force: 2020-01-01 to 2021-12-31\n- in force: from 2022-01-01\n  newly inserted: true",
        "- in force: 2020-01-01 to 2021-12-31\n  newly inserted: true\n- in force: from 2022-01-01",
    ),
    Code(
        "R0350",
        "an unknown conclusion",
        "What a provision decides is declared under `conclusions` in the vocabulary.",
        "decides: leave.must_be_given",
        "decides: leave.must_be_granted",
    ),
    Code(
        "R0351",
        "a provision that decides nothing",
        "An entry is there for what the law decides. Only a condition may stand for itself, to be referred to; "
        "exceptions and provisions that apply others decide what those do.",
        "(1): {kind: entitlement, versions: [{…}]}",
        "(1): {kind: entitlement, decides: leave.must_be_granted, versions: [{…}]}",
    ),
    Code(
        "R0352",
        "a key that does not belong to this kind",
        "`of` and `fulfilled` belong to duties and prohibitions, `to` to exceptions, `punishes` to penalties, "
        "`applies` and `reading` to provisions that apply others mutatis mutandis.",
        "(1): {kind: definition, fulfilled: leave.granted}",
        "(1): {kind: duty, of: employer, fulfilled: leave.granted}",
    ),
    Code(
        "R0353",
        "a key that this kind cannot do without",
        "A duty or prohibition names who bears it, an exception what it excepts, a penalty the duty whose breach it "
        "punishes, and a provision that applies others what it applies and how that is to be read.",
        "(1): {kind: duty, decides: leave.must_be_granted}",
        "(1): {kind: duty, of: employer, decides: leave.must_be_granted}",
    ),
    Code(
        "R0354",
        "no value where one is needed",
        "The conclusion is a date, an amount or the like, and the version says none. Only for yes or no does it go "
        "without saying that the provision says yes.",
        "decides: leave.due_on\nversions: [{when: leave.applied}]",
        "decides: leave.due_on\nversions: [{value: 30 days before leave.start_on}]",
    ),
    Code(
        "R0355",
        "more than one answer",
        "A version says one value, or has one table, or says that the law leaves the answer open.",
        "value: 10 days\nunsettled: {en: the decree is silent}",
        "unsettled: {en: the decree is silent}",
    ),
    Code(
        "R0356",
        "a value that decides nothing",
        "The version says a value, and the provision names no conclusion that it would be the value of.",
        "(1): {kind: condition, versions: [{value: 10 days}]}",
        "(1): {kind: condition, decides: leave.length, versions: [{value: 10 days}]}",
    ),
    Code(
        "R0357",
        "an exception that says a value only sometimes",
        "An exception either decides instead of what it excepts, with a value, or only keeps it from deciding. It "
        "cannot do one in one version and the other in the next.",
        "versions:\n  - {in force: 2020-01-01 to 2021-12-31, value: 5 days}\n  - {in force: from 2022-01-01}",
        "versions:\n  - {in force: 2020-01-01 to 2021-12-31, value: 5 days}",
    ),
    Code(
        "R0358",
        "a name that is taken",
        "A name under `where` is neither declared in the vocabulary nor a word of the language, so that every name in "
        "an expression has one meaning.",
        "where: {not: child.grade}",
        "where: {grade: child.grade}",
    ),
    Code(
        "R0359",
        "rows that can never decide",
        "`otherwise` is for all cases that no row fits, so it stands last, and once.",
        "rows:\n  - {otherwise: 10 days}\n  - {when: weeks < 12, value: 5 days}",
        "rows:\n  - {when: weeks < 12, value: 5 days}\n  - {otherwise: 10 days}",
    ),
    Code(
        "R0360",
        "a reference to nothing",
        "No provision has this name. `EEA 19-2(1)` names the act, `19-2(1)` means the same act, and `(1)` the same "
        "article; in an expression the article is written out, as in `Art. 19-2(1) applies`.",
        "to: 19-2(7)",
        "to: 19-2(1)",
    ),
    Code(
        "R0361",
        "a penalty for something that cannot be breached",
        "A penalty punishes the breach of a duty or a prohibition, and the provision that it names is neither.",
        "punishes: 2(1)        # a definition",
        "punishes: 3(1)        # a duty",
    ),
    Code(
        "R0362",
        "exceptions in a circle",
        "A provision cannot be an exception to itself, nor two to each other: there would be no rule left.",
        "(1): {kind: exception, to: (2)}\n(2): {kind: exception, to: (1)}",
        "(1): {kind: duty, of: employer, decides: leave.must_be_granted}\n(2): {kind: exception, to: (1)}",
    ),
    Code(
        "R0363",
        "a reading that leads to an undeclared name",
        "A provision that applies another reads its names as others, and one of those is not declared in the "
        "vocabulary. Declare it, or do not apply that provision.",
        "reading: {leave: reduced_hours}        # leave.end_on is declared, reduced_hours.end_on is not",
        "reading: {leave: reduced_hours}        # both are",
    ),
    Code(
        "R0364",
        "what cannot be applied, or excepted from",
        "A provision that applies others decides nothing itself. It cannot be applied in turn, and an exception "
        "excepts from what is applied: `EEA-ED 15-4 applying 12(2)`. An exception is applied with its rule, never "
        "alone.",
        "(2): {kind: exception, to: (1)}        # (1) applies Article 12",
        "(2): {kind: exception, to: (1) applying 12(2)}",
    ),
    Code(
        "R0365",
        "a reading of names that are not there",
        "`reading` gives the beginnings of names that are read as others. No name begins like this.",
        "reading: {parental_leave: reduced_hours}        # the facts are called leave.…",
        "reading: {leave: reduced_hours}",
    ),
    Code(
        "R0366",
        "too much is applied",
        "A provision that applies others is written out for each of them. All that is so written out has an upper "
        "limit, far above what statutes need.",
        "a hundred provisions that each apply a whole act",
        "a provision that applies Article 12",
    ),
)

CODES: dict[str, Code] = {entry.code: entry for entry in _ALL}
