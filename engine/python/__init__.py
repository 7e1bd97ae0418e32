"""The rulebook as Python: code generated for it, run on a case, and unfolded into the interpreter's trace."""
