"""Labels that the model gives, checked so that few of them are wrong."""
