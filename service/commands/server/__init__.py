"""What `postil serve` and `postil api` run: web server, workers beside it."""
