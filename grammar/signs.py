"""The signs of comparison, and what a name may stand for, as types."""

from typing import Literal

Role = Literal["", "fact", "conclusion", "figure", "local", "element fact", "element conclusion"]
Comparator = Literal["<", "≤", "=", "≠", "≥", ">"]
