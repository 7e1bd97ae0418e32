"""Lets the tests here import what stands beside their folder."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1]))
