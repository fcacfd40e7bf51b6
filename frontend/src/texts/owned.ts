export const owned = {
  menu: (title: string) => `More: ${title}`,
  rename: 'Rename',
  renaming: 'Rename',
  title: 'Title',
  needed: 'Please fill this in',
  save: 'Save',
  remove: 'Delete',
  removeNamed: (title: string) => `Delete: ${title}`,
  deleted: (title: string) => `Deleted: ${title}`,
  /** No answer came: it may have been deleted, or not. */
  perhapsDeleted: (title: string) => `No answer, so this may be deleted or not: ${title}`,
  undo: 'Undo',
  undoNamed: (title: string) => `Undo: bring ${title} back`,
  restored: (title: string) => `Back again: ${title}`,
  notDeleted: (title: string) => `Not deleted: ${title}`,
  notRestored: (title: string) => `Not brought back: ${title}`,
}
