"""The pictures of docs/diagrams, each made from the definitions that it shows."""
