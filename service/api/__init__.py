"""HTTP only: the app factory, dependencies, error rendering, one router per noun."""
