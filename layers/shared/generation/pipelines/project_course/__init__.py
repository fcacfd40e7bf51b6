"""project_course: an approved outline becomes a course."""
