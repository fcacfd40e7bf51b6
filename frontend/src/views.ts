/** Views: each is fetched when it is needed, the first one while its reader is being signed in. */
import { fetched } from './components/fetched'

const home = () => import('./reader/Home')
const library = () => import('./reader/Library')
const course = () => import('./reader/CoursePage')
const editor = () => import('./editor/LessonEditor')
const program = () => import('./reader/ProgramPage')
const create = () => import('./create/Create')
const queue = () => import('./queue/Queue')
const batches = () => import('./batches/Batches')
const batch = () => import('./batches/BatchPage')
const job = () => import('./progress/JobPage')
const sample = () => import('./sample/SamplePage')
const shared = () => import('./reader/SharedPage')
const figures = () => import('./figures/Figures')
const settings = () => import('./settings/Settings')
const operations = () => import('./operations/Operations')

export const Home = fetched(home)
export const Library = fetched(library)
export const CoursePage = fetched(course)
export const LessonEditor = fetched(editor)
export const ProgramPage = fetched(program)
export const Create = fetched(create)
export const Queue = fetched(queue)
export const Batches = fetched(batches)
export const BatchPage = fetched(batch)
export const JobPage = fetched(job)
export const SamplePage = fetched(sample)
export const SharedPage = fetched(shared)
export const Figures = fetched(figures)
export const Settings = fetched(settings)
export const Operations = fetched(operations)

/** Begins to fetch what an address will show. */
export function fetchAhead(pathname: string): void {
  const [, place = '', id, , act] = pathname.split('/')
  for (const view of viewsOf(place, Boolean(id), act === 'edit')) {
    // What does not come now is asked for again, and told of, when it is shown.
    void view().catch(() => undefined)
  }
}

function viewsOf(place: string, hasId: boolean, isEdited: boolean): (() => Promise<unknown>)[] {
  switch (place) {
    case '':
      return [home, course] // most likely the newest thing is a course
    case 'courses':
      if (isEdited) return [editor]
      return [hasId ? course : library]
    case 'programs':
      return [program]
    case 'new':
      return [create]
    case 'queue':
      return [queue]
    case 'batches':
      return [hasId ? batch : batches]
    case 'jobs':
      return [job]
    case 'sample':
      return [sample]
    case 'c':
      return [shared]
    case 'figures':
      return [figures]
    case 'settings':
      return [settings]
    case 'operations':
      return [operations]
    default:
      return []
  }
}
