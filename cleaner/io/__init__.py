"""Articles in and out of files: readers and writers."""
