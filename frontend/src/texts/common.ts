export const common = {
  product: 'Coursemill',
  loading: 'Loading',
  failed: 'That did not work',
  notFound: 'This is not here',
  notFoundText: 'It may have been somebody else’s, or it has been removed.',
  unreachable: 'The service cannot be reached',
  unreachableText: 'Check the connection. Nothing is lost: what is being generated goes on.',
  /** Of answers that bring no text. */
  answers: {
    busy: 'The service is asked too much at the moment. Try again in a few seconds.',
    unavailable: 'The service cannot answer at the moment. Try again a little later.',
    refused: (status: number) => `The service has refused this (HTTP ${status}).`,
  },
  offline: 'Offline. The page goes on when the connection is back.',
  search: 'Search in titles',
  tryAgain: 'Try again',
  details: 'Details',
  toLibrary: 'To the library',
  toQueue: 'To the queue',
  close: 'Close',
  cancel: 'Cancel',
  back: 'Back',
  more: 'Show more',
  skip: 'Skip to the content',
}

export const session = {
  title: 'Sign in',
  local: 'This is a local stack: be whoever you like.',
  other: 'Somebody else',
  signIn: 'Sign in',
  signOut: 'Sign out',
  again: 'Sign in again',
  failed: 'Signing in failed',
  over: 'You are signed out. What is neither saved nor kept in this browser is lost when you sign in again: copy what you need.',
  menu: 'Account',
}

export const shell = {
  navigation: 'Main',
  create: 'New course',
  queue: 'Queue',
  library: 'Library',
  figures: 'Figures',
  settings: 'Settings',
  operations: 'Operations',
  active: (count: number, hasMore: boolean) => `${count}${hasMore ? '+' : ''}`,
  activeLabel: (count: number) => (count === 1 ? '1 active job' : `${count} active jobs`),
  /** `done`, `waits`, `other`: before the title of a tab that nobody looks at. */
  ended: { look: 'Open', done: '✓ Done', waits: '● Waits for you', other: '● Ended' },
  dark: 'Dark',
  light: 'Light',
  colors: 'Switch between light and dark',
}
