"""Search: the words of pages (analyze, forms), what is counted of them (index) and the script that is shipped (packed)."""
