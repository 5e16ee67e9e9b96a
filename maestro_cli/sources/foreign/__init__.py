"""Requirements of other tools, read where they are: ids, links and lines as the tool has them."""
