"""The page about the checks of the linter, made from the checks themselves."""

from collections.abc import Iterable

_HEAD = """# The checks of `rulecheck lint`

`rulecheck check` tells what is wrong; `rulecheck lint` looks for what is sound and hardly meant. A check may miss a
case, and must not cry wolf: what it is not sure of it passes over.

    rulecheck lint rules/kr          all checks, exit code 1 when something is found
    rulecheck lint --only L10        one of them
    rulecheck lint --fix             takes out lines that change nothing (L13)
    rulecheck lint --format sarif    for build servers and editors; also json and github

What is meant all the same is allowed in `lint.yaml`, beside `rulebook.yaml`, with the reason. An allowance that finds
nothing any more is a finding itself (L00).

```yaml
allow:
  - code: L10
    about: LA 3(1)
    because: the right was suspended for that month
```

This page is made from the checks, by `rulecheck lint --list`.
"""


def page(checks: Iterable[tuple[str, str, str, str, str]]) -> str:
    """The page: code, title, why, what to avoid and what to prefer, for each check."""
    parts = [_HEAD]
    for code, title, why, avoid, prefer in checks:
        parts.append(
            f"\n## {code}: {title}\n\n{why}\n\nAvoid:\n\n```yaml\n{avoid}\n```\n\nPrefer:\n\n```yaml\n{prefer}\n```\n"
        )
    return "".join(parts)
