"""The fixed words of an interview, English and Korean side by side."""

_PHRASES: dict[str, tuple[str, str]] = {
    "welcome": (
        "Answer what you know. `?` means you don't know; `why` tells which provision asks; `help` tells the rest.",
        "아는 대로 답하십시오. 모르면 `?`, 묻는 근거는 `why`, 그 밖의 사용법은 `help`를 입력하십시오.",
    ),
    "one left": ("Question {number}, the only one that is open", "질문 {number} (남은 질문은 이것뿐)"),
    "left": (
        "Question {number}; {open} facts still matter",
        "질문 {number} (결과에 영향을 주는 사실 {open}개 남음)",
    ),
    "scheme": ("What is this about?", "무엇에 관한 것입니까?"),
    "several": ("More than one: numbers with commas between them", "여러 개는 번호를 쉼표로 구분"),
    "law date": ("On which day is the law to be applied?", "어느 날의 법을 적용합니까?"),
    "how many": ("How many: {record}? (0 for none)", "{record}: 몇 개입니까? (없으면 0)"),
    "of element": ("{record} {number}: {question}", "{record} {number}: {question}"),
    "or none": ("`none` when there is none", "없으면 `none`"),
    "help": (
        "An answer is written as in a case file: 2024-03-01, 6 months, 2,400,000, yes, no, a number of the list.\n"
        "?            I don't know: it is not asked again\n"
        "why          which provision asks this, and what depends on it\n"
        "back         takes the last answer back\n"
        "save         writes the answers so far to the file named with --save\n"
        "quit         ends here, with what can be said so far",
        "답은 사례 파일과 같이 적습니다: 2024-03-01, 6 months, 2,400,000, yes, no, 목록의 번호.\n"
        "? (모름)      모릅니다. 다시 묻지 않습니다\n"
        "why (왜)      어느 조문이 왜 묻는지, 무엇이 달려 있는지\n"
        "back (뒤로)   직전 답을 취소합니다\n"
        "save (저장)   지금까지의 답을 --save로 정한 파일에 적습니다\n"
        "quit (끝)     여기서 마치고, 지금까지 알 수 있는 결과를 보입니다",
    ),
    "no back": ("This is the first question.", "첫 질문입니다."),
    "taken back": ("The last answer is taken back.", "직전 답을 취소하였습니다."),
    "no why": (
        "It chooses what is decided, or by the law of which day; no provision asks for it.",
        "판단할 사항이나 적용할 법의 기준일을 정하는 질문으로, 이를 묻는 조문은 없습니다.",
    ),
    "no file": ("Begin with --save FILE to have the answers saved.", "저장하려면 --save FILE로 시작하십시오."),
    "saved": ("Saved: {file}", "저장함: {file}"),
    "done": ("Nothing is left to ask that matters.", "결과에 영향을 주는 질문은 더 없습니다."),
    "depends": ("What depends on it: {what}", "이에 달려 있는 사항: {what}"),
    "and more": ("{what} and {more} more", "{what} 외 {more}개"),
    "hint": ("help: {hint}", "도움말: {hint}"),
}


def interview_phrase(key: str, language: str = "en", **filled: object) -> str:
    """A fixed phrase in a language (English for one that the table lacks), its gaps filled."""
    words = _PHRASES[key][1 if language == "ko" else 0]
    return words.format(**filled) if filled else words
