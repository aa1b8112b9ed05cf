"""Makes what in the documentation is made from the product."""
