"""The verbs of `postil`, one file each. A verb is imported when it is called."""
