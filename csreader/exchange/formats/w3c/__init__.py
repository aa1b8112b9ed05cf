"""W3C Web Annotation (Recommendation of 23 February 2017), as JSON-LD."""
