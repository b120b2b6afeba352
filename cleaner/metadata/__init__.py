"""What is known about an article: who wrote it, when, in which language."""
