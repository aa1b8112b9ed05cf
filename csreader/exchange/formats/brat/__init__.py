"""brat's standoff: a text and its annotations side by side, and the configuration of both.

https://brat.nlplab.org/standoff.html and https://brat.nlplab.org/configuration.html.
"""
