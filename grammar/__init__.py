"""The expression language: its grammar, its syntax tree, text to tree and tree to text. Knows no statute."""
