"""course_outline: a topic becomes alternative outlines."""
