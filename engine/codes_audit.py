"""The catalogue of what `rulecheck audit` finds (R06…)."""

from rulecheck.engine.codes import Code

_ENTRIES = (
    Code(
        "R0601",
        "an unknown scheme in the checklist",
        "Every entry of the checklist belongs to a scheme that it lists.",
        "EEA-19.1: {scheme: freight, …}",
        "EEA-19.1: {scheme: leave, …}",
    ),
    Code(
        "R0602",
        "not encoded",
        "The checklist names a provision that the rulebook does not have.",
        "provisions: [EEA 19(99)]",
        "provisions: [EEA 19(1)]",
    ),
    Code(
        "R0603",
        "an entry without a place",
        "Every entry of the checklist names the provisions that encode it, or the reason why nothing is decided.",
        "EEA-19.6: {scheme: leave, cite: …}",
        "EEA-19.6: {scheme: leave, cite: …, reason: delegates to a decree}",
    ),
    Code(
        "R0604",
        "encoded without a source in the checklist",
        "A provision is encoded that no entry cites. Law that is "
        "not in the inventory is listed with the reason why it is there.",
        "entries: {}",
        "beyond the inventory:\n  EEA 37(2): the penalty of a duty that is in the inventory",
    ),
    Code(
        "R0605",
        "not exercised",
        "For each entry there should be a golden case in which it decides, and one in which "
        "it is looked at and does not decide.",
        "cases: []",
        "cases: [a case on each side of the limit]",
    ),
    Code(
        "R0606",
        "the audit has fallen",
        "Fewer entries are placed or exercised than the checklist says were before.",
        "reached: {placed: 90}",
        "reached: {placed: 89}",
    ),
    Code(
        "R0607",
        "an amendment without a version",
        "Each provision that an amendment names has a version that begins or ends on its day, or an expression that "
        "names the day; each figure a value that begins then.",
        "in force: from 2025-02-24",
        "in force: from 2025-02-23",
    ),
    Code(
        "R0608",
        "another instrument",
        "The version that begins on the day of an amendment comes from one of its instruments, promulgated as it says.",
        "instruments: {Act 20521: 2024-10-21}",
        "instruments: {Act 20521: 2024-10-22}",
    ),
    Code(
        "R0609",
        "a confidence that is not told",
        "What an amendment brought that is known by less than having read it says so in the version or the figure too, "
        "so that every trace tells it.",
        "by: notice 2026-60",
        "by: notice 2026-60\n  confidence: verified in secondary page",
    ),
    Code(
        "R0610",
        "an amendment not exercised on both sides",
        "For each provision that an amendment names there should be a golden case by the law of the day before, and "
        "one by the law of the day itself or later, while what the amendment brought is in force.",
        "cases: [a case of 2025-02-23]",
        "cases: [a case of 2025-02-22, a case of 2025-02-23]",
    ),
)
CODES = {entry.code: entry for entry in _ENTRIES}
