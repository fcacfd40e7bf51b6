export const progress = {
  title: 'Progress',
  close: 'Close; generating goes on',
}
