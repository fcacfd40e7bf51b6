/** A course for others than its author: published, and read by its link. */
export const sharing = {
  title: 'Who can read this course',
  draft: 'It is a draft: only you.',
  published: 'It is published, but has no link: only you.',
  shared: 'Anyone with the link, without signing in.',
  publish: 'Publish',
  share: 'Publish with a link',
  giveLink: 'Give it a link',
  takeLink: 'Take the link back',
  unpublish: 'Unpublish',
  link: 'Link',
  copy: 'Copy',
  copied: 'Copied',
  notCopied: 'Your browser does not let the page copy. The link is selected: copy it yourself.',
  open: 'Open',
  wait: 'After it is taken back, it may be read for up to a minute. The link stays the same if you give it again.',
  blocked: (count: number) =>
    count === 1
      ? 'It was not published: a check found something'
      : `It was not published: a check found ${count} things`,
  more: (count: number) => `and ${count} more`,
  accept: 'Publish all the same',
  unfinished: 'It is still being written, so it cannot be published yet.',

  gone: 'This course is not here',
  goneText: 'Perhaps its link is mistyped, or its author has taken it back.',
  audience: (audience: string) => `For ${audience}`,
}
