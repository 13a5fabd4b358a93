"""What people see of a project in numbers."""
