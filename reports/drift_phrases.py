"""The fixed words of the report on official texts that have changed, English and Korean side by side."""

_PHRASES: dict[str, tuple[str, str]] = {
    "title": ("Official texts held against the rules", "법령 원문과 규칙의 대조"),
    "corpus": ("Corpus: {corpus}", "원문 자료: {corpus}"),
    "corpus at": ("Corpus: {corpus}, as of {at}", "원문 자료: {corpus} ({at} 기준)"),
    "changed": (
        "{article}: changed since it was read ({read}); now {now}",
        "{article}: 읽은 뒤 변경됨 (읽은 원문: {read}, 현재: {now})",
    ),
    "record differs": (
        "{article}: the text of {read} is not the one that was recorded",
        "{article}: {read}의 원문이 기록과 다름",
    ),
    "gone": (
        "{article}: no longer in the text of {now}; read from {read}",
        "{article}: {now}에 없음 (읽은 원문: {read})",
    ),
    "instrument": ("No. {number} of {day}", "{day} 제{number}호"),
    "title changed": ("heading", "제목"),
    "text changed": ("text", "본문"),
    "paragraph": ("paragraph {paragraph}", "제{paragraph}항"),
    "added": ("{what} added by {by}", "{what} 신설 ({by})"),
    "removed": ("{what} removed by {by}", "{what} 삭제 ({by})"),
    "amended": ("{what} changed by {by}", "{what} 개정 ({by})"),
    "before": ("was: {text}", "종전: {text}"),
    "after": ("is: {text}", "현행: {text}"),
    "encoded": ("encoded here: {provisions}", "여기에 규정된 것: {provisions}"),
    "not encoded": ("nothing of it is encoded", "규칙으로 옮긴 것 없음"),
    "cited by": ("cited by: {provisions}", "인용하는 것: {provisions}"),
    "unrecorded": ("Not held against a text", "대조하지 못한 것"),
    "no text named": (
        "no official text is named in the act's `act.yaml`",
        "`act.yaml`에 원문 자료가 지정되지 않음",
    ),
    "not in the corpus": ("the corpus has no text of the act", "원문 자료에 그 법령이 없음"),
    "no article there": ("no text in the corpus has the article", "원문 자료에 그 조문이 없음"),
    "recorded from later texts": (
        "recorded from texts later than the corpus",
        "원문 자료보다 나중의 원문에서 기록됨",
    ),
    "versions without a text": (
        "not recorded; `rulecheck drift --record` records from which texts they were read",
        "기록이 없음 (`rulecheck drift --record`로 기록)",
    ),
    "versions beyond the corpus": (
        "the corpus has no text of these amendments",
        "원문 자료에 그 개정이 없음",
    ),
    "articles": ("{articles}: {reason}", "{articles}: {reason}"),
    "version": ("{article}: {versions}", "{article}: {versions}"),
    "none": (
        "No official text has changed since it was read: {count} of {articles} articles held against it.",
        "읽은 뒤 변경된 원문 없음: 조문 {articles}개 중 {count}개를 대조함.",
    ),
    "some": (
        "{drifted} of {count} articles held against a text have changed; {articles} in all.",
        "대조한 조문 {count}개 중 {drifted}개가 변경됨 (전체 {articles}개).",
    ),
    "recorded": ("recorded: {article} from {texts}", "기록함: {article} ({texts})"),
    "as recorded": ("{count} articles are recorded as they were", "조문 {count}개의 기록은 그대로임"),
}


def drift_phrase(key: str, language: str = "en", **filled: object) -> str:
    """A fixed phrase in a language (English for one that the table lacks), its gaps filled."""
    return _PHRASES[key][1 if language == "ko" else 0].format(**filled)
