"""The codes R01xx: what can be wrong with a file and its text, before anybody asks what it means."""

from rulecheck.engine.codes import Code

_ALL = (
    Code(
        "R0101",
        "no such file",
        "A file that was named, by you or by another file, is not there. Names of files are matched to the letter.",
        "rulecheck decide case.jsn",
        "rulecheck decide case.json",
    ),
    Code(
        "R0102",
        "a folder instead of a file",
        "A file was expected, and the path is that of a folder.",
        "rulecheck decide cases/",
        "rulecheck decide cases/first.json",
    ),
    Code(
        "R0103",
        "unreadable file",
        "The file is there but cannot be read: you may not read it, or it is a pipe or a device, which "
        "might never end.",
        "rulecheck decide /dev/zero",
        "rulecheck decide - < case.json",
    ),
    Code(
        "R0104",
        "file too large",
        "A rule file has at most 1 MiB, a case at most 4 MiB. Both are far above what a statute or a "
        "person needs; the caps keep a hostile file from filling the memory.",
        "a vocabulary of 3 MB in one file",
        "the same vocabulary in a file for each subject",
    ),
    Code(
        "R0105",
        "not UTF-8",
        "Files are read as UTF-8 and nothing else, so that they show the same letters everywhere. The "
        "place is that of the first byte which does not fit.",
        "a file that an editor saved as UTF-16",
        "the same file saved as UTF-8",
    ),
    Code(
        "R0106",
        "invisible character",
        "A control character, a sign that turns the direction of writing round, or half of a character "
        "stands in the text, or comes from an escape in it. A reader of the file would not see it, and "
        "could be misled.",
        'title: "working\\u0000hours"\n',
        'title: "working hours"\n',
    ),
    Code(
        "R0107",
        "empty file",
        "There is nothing in the file but blanks and comments. A file that says nothing is a mistake "
        "somewhere: delete it, or write what belongs in it.",
        "# still to be written\n",
        "# written\ntitle: working hours\n",
    ),
    Code(
        "R0108",
        "unreadable YAML",
        "The file does not follow the form of YAML. Most often a text holds a sign that has a meaning "
        "of its own there and should stand in quotes, or a line begins in the wrong column.",
        "gist: reduced hours: at least 15\n",
        'gist: "reduced hours: at least 15"\n',
    ),
    Code(
        "R0109",
        "tab indentation",
        "Lines are indented with spaces. How wide a tab is, each editor decides for itself, so YAML refuses it there.",
        "title:\n\ten: working hours\n",
        "title:\n  en: working hours\n",
    ),
    Code(
        "R0110",
        "anchor or alias",
        "YAML can name a value with `&` and repeat it with `*`. In a rule file each provision must be "
        "readable where it stands, and a few such lines can grow to gigabytes.",
        "first: &hours 15\nsecond: *hours\n",
        "first: 15\nsecond: 15\n",
    ),
    Code(
        "R0111",
        "tag or directive",
        "Tags such as `!!int` tell a program to read a value differently from how it looks. Every value "
        "of a rule file is the text that stands there, and the vocabulary gives it a type.",
        "hours: !!int 15\n",
        "hours: 15\n",
    ),
    Code(
        "R0112",
        "merge key",
        "The key `<<` copies entries from elsewhere. Write them out, so that each provision can be read "
        "where it stands.",
        "<<: defaults\nhours: 15\n",
        "hours: 15\n",
    ),
    Code(
        "R0113",
        "duplicate key",
        "The same key stands twice in a mapping. Most readers would silently take the last one.",
        "hours: 15\nhours: 35\n",
        "hours: 15\nmost hours: 35\n",
    ),
    Code(
        "R0114",
        "several documents",
        "A line `---` begins another document in the same file. A file of a rulebook holds one.",
        "hours: 15\n---\nhours: 35\n",
        "hours: 15\n",
    ),
    Code(
        "R0115",
        "key that is no text",
        "A key is a text of one or more characters, never a list or a mapping. A key that begins with a "
        "bracket stands in quotes.",
        "[1]: first paragraph\n",
        '"[1]": first paragraph\n',
    ),
    Code(
        "R0116",
        "nested too deeply",
        "Lists and mappings are nested more than 40 levels deep. The language needs fewer than 15; the "
        "cap keeps a hostile file from exhausting the stack.",
        "a file of 200,000 opening brackets",
        "conditions that are given a name under `where`",
    ),
    Code(
        "R0117",
        "too many values",
        "A file holds at most 200,000 keys and values, and a list of a case at most 2,000 elements.",
        "a case with a list of 300,000 entries",
        "a case for each person",
    ),
    Code(
        "R0118",
        "text too long",
        "A text has more than 20,000 characters. An article of law has fewer than half of that.",
        "a whole act in one gloss",
        "a gloss for each provision",
    ),
    Code(
        "R0119",
        "unreadable JSON",
        "The case does not follow the form of JSON: keys and texts stand in double quotes, entries are "
        "separated by commas, no comma stands before a closing bracket, and there are no comments.",
        '{"facts": {"hours": 20,}}',
        '{"facts": {"hours": 20}}',
    ),
    Code(
        "R0120",
        "number too long",
        "A number has more than 40 digits or an exponent beyond 40. Numbers are exact here, and a few "
        "bytes of exponent would make a number of a gigabyte.",
        '{"wage": 1e999}',
        '{"wage": 1e6}',
    ),
    Code(
        "R0121",
        "not a number",
        "`NaN` and `Infinity` are no amounts. A fact that is not known is left out of the case.",
        '{"wage": NaN}',
        "{}",
    ),
    Code(
        "R0122",
        "too many mistakes",
        "Reading stopped after 100 mistakes in one file. Most of them have one cause, which is found among the first.",
        "a file in which every line repeats a key",
        "the same file after the first mistakes were mended",
    ),
)

CODES: dict[str, Code] = {code.code: code for code in _ALL}
