"""exam_course: an exam becomes a course."""
