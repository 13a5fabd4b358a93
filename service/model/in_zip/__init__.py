"""Files that go into a model's zip as they are. They import nothing of ours."""
