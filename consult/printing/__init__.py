"""Paper: documents set by typst from data. No words of its own; whoever prints brings them."""
