"""Whether what clients saw during a cell is what was promised; no cluster is asked here."""


def moved_back_and_forth(trails, candidate):
    """Sessions that came to the candidate more than once: (session, releases in their order).

    A session may go to the candidate and come back, once each, whatever the weight does.
    """
    wrong = []
    for session, trail in sorted(trails.items()):
        releases = [release for _, release in trail]
        if releases.count(candidate) > 1:
            wrong.append((session, releases))
    return wrong


def percentile(values, share):
    """The smallest value that at least this share of all values does not exceed."""
    ordered = sorted(values)
    if not ordered:
        raise ValueError("expected at least one value")
    rank = max(1, -(-len(ordered) * share // 1))
    return ordered[int(rank) - 1]
