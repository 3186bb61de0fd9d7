"""What the build benchmark is made of: pages in many languages, the stacks that build them, clocks, and the report."""
