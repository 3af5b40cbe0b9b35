"""Tables, figures and sentences of a case as plain values."""
