"""Rights: everything of an owner, given to him as a file or erased."""
