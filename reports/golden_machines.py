"""How golden cases came out, for build servers: JUnit XML, and the annotations of GitHub Actions."""

import re
from collections.abc import Sequence
from xml.etree import ElementTree

from rulecheck.engine.golden import Result
from rulecheck.reports.github import in_message, in_property
from rulecheck.reports.golden_text import counted, failure_text

# What XML 1.0 cannot hold, however it is written.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def golden_junit(results: Sequence[Result]) -> str:
    """JUnit XML: a suite for each file. A case without its expected answer is a failure of type `unanswered`."""
    by_file: dict[str, list[Result]] = {}
    for result in results:
        by_file.setdefault(result.file, []).append(result)
    passed, _, _ = counted(results)
    root = ElementTree.Element(
        "testsuites", name="rulecheck", tests=str(len(results)), failures=str(len(results) - passed)
    )
    for file, listed in by_file.items():
        passed, _, _ = counted(listed)
        suite = ElementTree.SubElement(
            root, "testsuite", name=_xml(file), tests=str(len(listed)), failures=str(len(listed) - passed), errors="0"
        )
        for result in listed:
            case = ElementTree.SubElement(
                suite,
                "testcase",
                classname=_xml(file),
                name=_xml(result.case.title),
                file=_xml(file),
                line=str(result.case.place.line),
            )
            if not result.passed:
                kind = "difference" if result.failed else "unanswered"
                failure = ElementTree.SubElement(case, "failure", type=kind, message=_xml(_headline(result)))
                failure.text = _xml(failure_text(result))
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=False) + "\n"


def golden_github(results: Sequence[Result]) -> str:
    """Workflow commands that GitHub shows beside the lines of the files; a closing notice that counts."""
    lines = []
    for result in results:
        if not result.passed:
            file, title = in_property(result.file), in_property(result.case.title)
            text = in_message(failure_text(result))
            lines.append(f"::error file={file},line={result.case.place.line},title={title}::{text}")
    passed, failed, open_ones = counted(results)
    closing = f"{passed:,} passed, {failed:,} failed, {open_ones:,} not yet answered"
    lines.append(f"::notice title=golden cases::{closing}" if results else "::error::no golden case was run")
    return "\n".join(lines) + "\n"


def _headline(result: Result) -> str:
    for difference in result.differences:
        return f"{difference.about}: expected {difference.expected}, actual {difference.actual}"
    return f"to be answered: {', '.join(result.case.unanswered)}"


def _xml(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)
