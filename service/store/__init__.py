"""All queries: the unit of work, one repository per noun, and blobs."""
