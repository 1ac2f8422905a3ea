"""One rule a file; the files are found by themselves."""
