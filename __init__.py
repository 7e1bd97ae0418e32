"""rulecheck: statutes as YAML, decided with a trace to the paragraph."""

# Read by the build as it stands: looking up what is installed would cost more than deciding a case.
__version__ = "0.1.0"
