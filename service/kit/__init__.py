"""What every room uses: fields of requests and results, pages of lists."""
