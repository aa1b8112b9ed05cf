"""The report: stories with their marks as one page of HTML that needs no network.

`page` puts it together, from a `story` for each post, the `summary` with its charts and the
`tag_index`. What it looks like stands in style.css and, for the colours of tags, in
`colors`; what it does in script.js.
"""
