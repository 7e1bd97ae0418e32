"""The seven rules as each of those measured wants them written. One module an engine; imported when it is measured."""
