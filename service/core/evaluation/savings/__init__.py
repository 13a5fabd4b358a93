"""Labels saved against random sampling, and forecasts."""
