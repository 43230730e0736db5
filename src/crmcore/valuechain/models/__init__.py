"""The small models: a funnel, a position, a cycle, a readiness list, each on one page."""
