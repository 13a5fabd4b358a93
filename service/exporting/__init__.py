"""Labels taken away; export_formats/ has one file per format; backups."""
