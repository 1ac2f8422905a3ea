"""The parts of a workbook that an annotation changes, one module each."""
