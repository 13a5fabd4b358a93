"""What is answered of a project's figures."""
