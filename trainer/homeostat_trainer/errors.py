"""The one exception that ends a Job with a message for a person."""


class JobError(Exception):
    """Something is wrong that a person must mend; the text is one line and says what to do."""
