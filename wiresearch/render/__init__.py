"""Results and dispatches as text, tables, data and pages: values in, str out. Nothing here searches, prints or knows the time."""
