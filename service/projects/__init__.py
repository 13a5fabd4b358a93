"""Projects opened, changed, shown, cleared away."""
