"""The codes R030x to R032x: what can be wrong with the shape of rule files, and with the vocabulary."""

from rulecheck.engine.codes import Code

_ALL = (
    Code(
        "R0301",
        "a key is missing",
        "A file, or a part of it, lacks a key that it cannot do without.",
        "act: EEA\nrank: act\ntitle: {en: Equal Employment Act}",
        "act: EEA\nrank: act\ntitle: {en: Equal Employment Act}\ncite: {en: Equal Employment Act}",
    ),
    Code(
        "R0302",
        "an unknown key",
        "A rule file holds only keys that mean something. A misspelt one would be passed over in silence, so it is a "
        "mistake; `notes` is there for remarks.",
        "kind: duty\ndecide: leave.must_be_granted",
        "kind: duty\ndecides: leave.must_be_granted",
    ),
    Code(
        "R0303",
        "the wrong shape",
        "A text stands where a list or a mapping is meant, or the other way round, or several keys where there can be "
        "one.",
        "versions: {in force: from 2020-01-01}",
        "versions:\n  - in force: from 2020-01-01",
    ),
    Code(
        "R0304",
        "not one of the words that may stand here",
        "Here one of a few words is chosen, and the word that stands here is none of them.",
        "kind: obligation",
        "kind: duty",
    ),
    Code(
        "R0305",
        "not written as it must be",
        "Names, dates, article numbers and the like have a form of their own, so that everybody finds them again.",
        "in force: 2020-01-01",
        "in force: from 2020-01-01",
    ),
    Code(
        "R0306",
        "nothing where something must stand",
        "A text, a list or a mapping is empty. What is not known yet is left out; what cannot be left out is written.",
        "gist: {en: }",
        "gist: {en: leave is granted to parents of small children}",
    ),
    Code(
        "R0307",
        "an undated version",
        "Law changes, so every version of a provision says when it is in force, when it was promulgated and by what, "
        "and every value of a figure when it is in force and what set it. Without that, the answer for a given day "
        "cannot be known.",
        "versions:\n  - gist: {en: leave is granted}",
        "versions:\n  - gist: {en: leave is granted}\n    in force: from 2020-01-01\n    promulgated: 2019-08-27\n"
        "    by: Act 7",
    ),
    Code(
        "R0308",
        "a file that belongs nowhere",
        "A rulebook has a place for each file: `rulebook.yaml`, `vocabulary/`, `parameters/`, `cases/`, and a folder "
        "for each act. A file elsewhere, or one that does not end in `.yaml`, would not be read.",
        "rules/example/child.yml",
        "rules/example/vocabulary/child.yaml",
    ),
    Code(
        "R0309",
        "too many files",
        "A rulebook has at most 5,000 files, which is far above what a national code of law needs.",
        "a folder with a file for every employee",
        "a folder with a file for every article",
    ),
    Code(
        "R0310",
        "a link out of the rulebook",
        "A rule file is a file of the rulebook itself. A link could show a file to people who may not see it, and "
        "folders that are links can turn in circles.",
        "rules/example/vocabulary/child.yaml → /etc/hosts",
        "rules/example/vocabulary/child.yaml",
    ),
    Code(
        "R0311",
        "no rulebook",
        "A rulebook is a folder with a file `rulebook.yaml` in it.",
        "rulecheck lint rules",
        "rulecheck lint rules/example",
    ),
    Code(
        "R0312",
        "articles without an act",
        "The folder holds articles, and no `act.yaml` that says which act they belong to.",
        "employment-act/19.yaml",
        "employment-act/act.yaml\nemployment-act/19.yaml",
    ),
    Code(
        "R0313",
        "two acts of the same name",
        "The abbreviation of an act begins the id of all its provisions, so no other act can have it.",
        "employment-act/act.yaml:          act: EA\nemployment-act-decree/act.yaml:   act: EA",
        "employment-act/act.yaml:          act: EA\nemployment-act-decree/act.yaml:   act: EA-D",
    ),
    Code(
        "R0314",
        "two files for one article",
        "An article has one file. Two would each be able to say something else under the same number.",
        "first-act/5.yaml and second-act/5.yaml, both of the act EA",
        "first-act/5.yaml alone",
    ),
    Code(
        "R0315",
        "an unknown rank",
        "The ranks of instruments, highest first, stand in `rulebook.yaml`; an act has one of them.",
        "rank: statute",
        "rank: act",
    ),
    Code(
        "R0316",
        "a file named after another article",
        "The file of an article bears its number, so that Article 19-2 is found in `19-2.yaml`.",
        'employment-act/19.yaml:     article: "19-2"',
        'employment-act/19-2.yaml:   article: "19-2"',
    ),
    Code(
        "R0317",
        "an unknown calendar of holidays",
        "Public holidays are known by country, under its code of two capital letters.",
        "holidays: France",
        "holidays: FR",
    ),
    Code(
        "R0318",
        "nothing to build on",
        "A rulebook that builds on another is read together with it. The other's folder must stand beside it, or "
        "beside one of the folders that it is in.",
        "rulebook: workshop\nbuilds on: lex",
        "rulebook: workshop\nbuilds on: law",
    ),
    Code(
        "R0320",
        "a name declared twice",
        "A name stands for one thing. Its first declaration is where the hint says.",
        "child.yaml:   child.born_on: {type: date}\nleave.yaml:   child.born_on: {type: date}",
        "child.yaml:   child.born_on: {type: date}",
    ),
    Code(
        "R0321",
        "a name within a name",
        "In a case, dotted names are nested records: `child.born_on` is the field `born_on` of `child`. So `child` "
        "cannot be a value of its own, nor the name of a shape.",
        "child: {type: boolean}\nchild.born_on: {type: date}",
        "child.exists: {type: boolean}\nchild.born_on: {type: date}",
    ),
    Code(
        "R0322",
        "an unknown type",
        "Types are the plain ones (`date`, `money`, `months` …), `choice` and `choices`, the records of the "
        "vocabulary, and `list of` a record. A conclusion, a figure and a field of a record have a plain type or are "
        "a choice.",
        "child.born_on: {type: day}",
        "child.born_on: {type: date}",
    ),
    Code(
        "R0323",
        "options missing, or out of place",
        "A choice lists its options, and nothing else has any.",
        "contract.kind: {type: choice}",
        "contract.kind: {type: choice, options: {permanent: {en: permanent}, fixed_term: {en: fixed term}}}",
    ),
    Code(
        "R0324",
        "a bound of another type",
        "The smallest and the largest value that a fact can have are written as values of its type.",
        "child.born_on: {type: date, at least: 20}",
        "child.born_on: {type: date, at least: 2000-01-01}",
    ),
    Code(
        "R0325",
        "a bound of something without order",
        "Only numbers, amounts, periods and dates have a smallest and a largest value.",
        "contract.kind: {type: choice, at least: permanent}",
        "contract.years: {type: integer, at least: 0}",
    ),
    Code(
        "R0326",
        "bounds that leave nothing",
        "The lower bound lies above the upper one, so that the fact could have no value.",
        "child.grade: {type: integer, at least: 6, at most: 1}",
        "child.grade: {type: integer, at least: 1, at most: 6}",
    ),
    Code(
        "R0327",
        "sentences for something that is not yes or no",
        "`says` gives the sentences for yes and for no, so it belongs to a conclusion of the type `boolean`.",
        "leave.due_on: {type: date, says: {yes: {en: Due.}, no: {en: Not due.}}}",
        "leave.due: {type: boolean, says: {yes: {en: Due.}, no: {en: Not due.}}}",
    ),
    Code(
        "R0329",
        "a scheme speaks of what is not there",
        "A scheme names beginnings of names, facts and conclusions of the vocabulary.",
        "law date: [leave.starts_on]",
        "law date: [leave.start_on]",
    ),
    Code(
        "R0330",
        "a law date that is no date",
        "The law of a case is that of a day, so the fact that chooses it is a date.",
        "law date: [leave.length]",
        "law date: [leave.start_on]",
    ),
    Code(
        "R0331",
        "a figure with a value of another type",
        "The values of a figure are of the type that it is declared with.",
        "{in force: from 2024-01-01, value: 9 May, by: Notice 7}        # of the type money",
        "{in force: from 2024-01-01, value: 9.50 euro, by: Notice 7}",
    ),
)

CODES: dict[str, Code] = {entry.code: entry for entry in _ALL}
