"""The piece of work that is measured: seven rules on reduced hours, as a rulebook, by hand, and cases for both."""
