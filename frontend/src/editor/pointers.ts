/** Pointers: from the JSON pointers of faults to the fields that they stand at. */
import type { FieldFault } from '../api/errors'
import type { EditedLesson } from '../api/lessons'

/** What is there; undefined where nothing is. */
export function valueAt(document: unknown, pointer: string): unknown {
  return stepsOf(pointer).reduce<unknown>((found, step) => {
    if (Array.isArray(found)) return (found as readonly unknown[])[Number(step)]
    const isThere = typeof found === 'object' && found !== null && Object.hasOwn(found, step)
    return isThere ? (found as Readonly<Record<string, unknown>>)[step] : undefined
  }, document)
}

function stepsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map(step => step.replaceAll('~1', '/').replaceAll('~0', '~'))
}

export interface PlacedFaults {
  /** Messages by the pointer of the field, or of the group of fields, that they stand at. */
  readonly at: ReadonlyMap<string, string>
  /** Those that belong to no field. */
  readonly rest: readonly FieldFault[]
}

/** A fault without a field of its own stands at the group around it. */
export function placed(faults: readonly FieldFault[], lesson: EditedLesson): PlacedFaults {
  const fields = fieldsOf(lesson)
  const at = new Map<string, string>()
  const rest: FieldFault[] = []
  for (const fault of faults) {
    const field = nearest(fault.pointer, fields)
    if (field === undefined) rest.push(fault)
    else at.set(field, [at.get(field), sentence(fault.message)].filter(Boolean).join(' '))
  }
  return { at, rest }
}

function nearest(pointer: string, fields: ReadonlySet<string>): string | undefined {
  for (let place = pointer; place !== ''; place = place.slice(0, place.lastIndexOf('/'))) {
    if (fields.has(place)) return place
  }
  return undefined
}

/** "must have at least 2 entries" begins in the middle of a sentence. */
export function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1)
  return /[.!?]$/.test(text) ? text : `${text}.`
}

/** Pointers of all that the form has a place for. */
export function fieldsOf(lesson: EditedLesson): ReadonlySet<string> {
  const common = ['/title', '/body', '/objectives', ...items('/objectives', lesson.objectives)]
  return new Set([...common, ...('quiz' in lesson ? ofExam(lesson) : ofProject(lesson))])
}

function ofExam(lesson: Extract<EditedLesson, { quiz: unknown }>): string[] {
  return [
    '/key_points',
    ...items('/key_points', lesson.key_points),
    '/worked_questions',
    ...lesson.worked_questions.flatMap((worked, index) => {
      const at = `/worked_questions/${index}`
      const reasons = worked.why_wrong.map((_, place) => `${at}/why_wrong/${place}/reason`)
      return [at, `${at}/why_right`, ...reasons]
    }),
    '/quiz',
    ...lesson.quiz.flatMap((question, index) => {
      const at = `/quiz/${index}`
      const texts = question.options.map((_, place) => `${at}/options/${place}/text`)
      return [`${at}/question`, `${at}/options`, ...texts, `${at}/correct`, `${at}/explanation`]
    }),
  ]
}

function ofProject(lesson: Extract<EditedLesson, { tasks: unknown }>): string[] {
  const texts = ['title', 'instructions', 'expected_result', 'minutes', 'difficulty', 'hints']
  return [
    '/example',
    '/summary',
    '/tasks',
    ...lesson.tasks.flatMap((task, index) => {
      const at = `/tasks/${index}`
      return [...texts.map(name => `${at}/${name}`), ...items(`${at}/hints`, task.hints)]
    }),
  ]
}

function items(pointer: string, list: readonly unknown[]): string[] {
  return list.map((_, index) => `${pointer}/${index}`)
}
