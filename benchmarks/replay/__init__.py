"""Labels needed, measured: whole campaigns on public data, paired by seed."""
