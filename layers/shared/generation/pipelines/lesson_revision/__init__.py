"""lesson_revision: a lesson of a finished course is written anew in part, as a proposal."""
