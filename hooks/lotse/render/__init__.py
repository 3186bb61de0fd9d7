"""Turn a checked portal into HTML. Nothing here reads content, logs or knows MkDocs."""
