"""rulecheck: statutes as YAML, decided with a trace to the paragraph."""

TYPE_CHECKING = False  # type checkers take it for true; importing `typing` for it would slow every start
if TYPE_CHECKING:
    __version__: str
else:

    def __getattr__(name):
        """``__version__`` as installed; read only when asked, since few commands need it and looking it up is slow."""
        if name == "__version__":
            from importlib.metadata import version

            return version("rulecheck")
        raise AttributeError(f"module `{__name__}` has no `{name}`")
