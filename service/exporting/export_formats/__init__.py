"""The formats of an export, one file per format: each writes pages of lines bit by bit."""
