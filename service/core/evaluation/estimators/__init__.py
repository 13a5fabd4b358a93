"""Estimators of the released head's accuracy, a module each."""
