"""Defects that are planted into good artifacts, by kind; importing a module registers its own."""

from tests.quality.defects import courses, programs, projects, quiz, wording, writing
from tests.quality.defects.planting import DEFECTS, Defect

__all__ = ["DEFECTS", "Defect", "courses", "programs", "projects", "quiz", "wording", "writing"]
