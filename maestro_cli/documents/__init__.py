"""Results out: the JSON envelope, Markdown, escaping, templates and the documents themselves."""
