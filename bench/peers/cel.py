"""CEL in three engines. It is a language of expressions: the chain of rules is ours, or they are copied into one."""

import re

WITHIN = "({0} < {1} ? {1} : {0} > {2} ? {2} : {0})"
RULES = (
    ("eligible", "child_age <= 8 || school_grade <= 2"),
    ("refusable", "service_months < 6 || (searched_days >= 14 && offers_refused < 2) || !divisible || impeded"),
    ("hours_allowed", "hours_after >= 15 && hours_after <= 35"),
    ("granted", "eligible && !refusable && hours_allowed"),
    ("months", "12 + (leave_used < 12 ? 12 - leave_used : 0)"),
    ("benefit_due", "granted && insured_days >= 180 && reduced_days >= 30"),
    (
        "benefit",
        f"benefit_due ? ({WITHIN.format('wage', 500000, 2000000)} * 5"
        f" + {WITHIN.format('wage * 4 / 5', 500000, 1500000)} * (hours_before - hours_after - 5)) / hours_before : 0",
    ),
)
TRUTHS = ("divisible", "impeded")


def inlined():
    """All answers as one map; the rules that one uses are copied into it."""
    written = {}
    for name, text in RULES:
        for other, body in written.items():
            text = re.sub(rf"\b{other}\b", lambda _, body=body: f"({body})", text)
        written[name] = text
    return "{" + ", ".join(f'"{name}": {text}' for name, text in written.items()) + "}"


class Rust:
    """cel-rust, a program a rule."""

    def load(self):
        import cel

        self.context = cel.Context
        self.programs = [(name, cel.compile(text)) for name, text in RULES]

    def decide(self, case):
        context, answers = self.context(case), {}
        for name, program in self.programs:
            answers[name] = program.execute(context)
            context.add_variable(name, answers[name])
        return answers


class RustInlined:
    """cel-rust, one program."""

    def load(self):
        import cel

        self.decide = cel.compile(inlined()).execute


class Cpp:
    """cel-cpp, one program, its variables declared."""

    def load(self):
        from cel_expr_python import cel
        from seven.cases import cases

        names = cases(1)[0]
        types = {name: cel.Type.BOOL if name in TRUTHS else cel.Type.INT for name in names}
        self.environment = cel.NewEnv(variables=types)
        self.program = self.environment.compile(inlined())

    def decide(self, case):
        return self.program.eval(data=case).plain_value()


class PurePython:
    """cel-python, a program a rule."""

    def load(self):
        import celpy

        environment = celpy.Environment()
        self.programs = [(name, environment.program(environment.compile(text))) for name, text in RULES]
        self.converted = celpy.json_to_cel

    def decide(self, case):
        context, answers = {name: self.converted(value) for name, value in case.items()}, {}
        for name, program in self.programs:
            context[name] = answers[name] = program.evaluate(context)
        return {name: int(v) if name in ("months", "benefit") else bool(v) for name, v in answers.items()}
