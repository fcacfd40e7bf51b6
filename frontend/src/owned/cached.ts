/** Cached: what the cache holds of a thing that was renamed, deleted or brought back. */
import type { InfiniteData, QueryClient } from '@tanstack/react-query'
import type { Polled } from '../api/client'
import type { Owned } from '../api/owned'
import { COURSES, courseKey, EXAMS, examKey, jobKey, JOBS, PROGRAMS, programKey } from '../jobs/keys'

/** Key of the lists of a kind, the member of a page that holds its entries, and the member with an entry's id. */
const LISTS = {
  exam: { list: EXAMS, key: examKey, entries: 'exams', id: 'exam_id' },
  course: { list: COURSES, key: courseKey, entries: 'courses', id: 'course_id' },
  program: { list: PROGRAMS, key: programKey, entries: 'programs', id: 'program_id' },
  job: { list: JOBS, key: jobKey, entries: 'jobs', id: 'job_id' },
} as const

type Entry = Readonly<Record<string, unknown>>
type Page = Readonly<Record<string, readonly Entry[]>>
type Cached = InfiniteData<Page> | Polled<Page>

/** Asks again for every list and view in which it stands. Nobody waits for the answers. */
export function showAnew(queries: QueryClient, { kind, id }: Owned): void {
  const { list, key } = LISTS[kind]
  void queries.invalidateQueries({ queryKey: list })
  void queries.invalidateQueries({ queryKey: key(id) })
}

/** Takes what was deleted out of every list, and forgets what else is known of it. */
export async function takeOut(queries: QueryClient, owned: Owned): Promise<void> {
  await inLists(queries, owned, () => [])
  queries.removeQueries({ queryKey: LISTS[owned.kind].key(owned.id) })
}

/** Writes a new title into every list. */
export function retitle(queries: QueryClient, owned: Owned, title: string): Promise<void> {
  return inLists(queries, owned, entry => [{ ...entry, title }])
}

async function inLists(
  queries: QueryClient,
  { kind, id: ownId }: Owned,
  to: (entry: Entry) => readonly Entry[],
): Promise<void> {
  const { list, entries, id } = LISTS[kind]
  // Answers that are under way may be older than the change.
  await queries.cancelQueries({ queryKey: list })
  const changed = (page: Page): Page => ({
    ...page,
    [entries]: (page[entries] ?? []).flatMap(entry => (entry[id] === ownId ? to(entry) : [entry])),
  })
  queries.setQueriesData<Cached>({ queryKey: list }, cached => {
    if (!cached) return cached
    return 'pages' in cached
      ? { ...cached, pages: cached.pages.map(changed) }
      : { ...cached, data: changed(cached.data) }
  })
}
