/** CSV: one question a row, columns by the names that people give them. */
import Papa from 'papaparse'
import { Unreadable, type ReadExam } from './exam'
import { examOf, type SourceOption, type SourceQuestion } from './source'
import { texts } from '../../texts'

type Role = 'id' | 'text' | 'options' | 'correct' | 'explanation' | 'topic' | 'references'

const NAMES: Readonly<Record<Role, readonly string[]>> = {
  id: ['id', 'questionid', 'no', 'nr', 'number', 'questionnumber', 'qid', ''],
  text: ['question', 'text', 'questiontext', 'prompt', 'stem', 'q', 'frage'],
  options: ['options', 'choices', 'alternatives', 'answeroptions'],
  correct: [
    'correct', 'correctanswer', 'correctanswers', 'correctoption', 'correctoptions', 'correctchoice', 'answer',
    'answers', 'answerkey', 'key', 'rightanswer', 'right', 'solution', 'correctids', 'correctoptionids', 'antwort',
  ], // prettier-ignore
  explanation: [
    'explanation',
    'overallexplanation',
    'rationale',
    'feedback',
    'justification',
    'reason',
    'comment',
  ],
  topic: ['topic', 'domain', 'category', 'section', 'subject', 'area'],
  references: ['references', 'reference', 'sources', 'source', 'links', 'link', 'url', 'urls'],
}

/** `option_a`, `Answer Option 1`, `choice3`, `B`, `(c)`, and the same with `text` behind it. */
const OPTION = /^(?:(?:answer)?(?:option|choice|response|answer|antwort))?([a-j]|10|[1-9])(?:text)?$/

/** The parser looks over blanks again from each stray quotation mark before them. */
const BLANKS = /[^\S\n\r]{60,}/g

const DELIMITERS = [',', ';', '\t', '|']
/** More than any table of questions has; each costs time in each row. */
const MOST_COLUMNS = 200
const HEAD_CHARS = 100_000

/** Where the parser puts cells that have no column. */
const EXTRA = '__parsed_extra'

interface Columns {
  readonly roles: ReadonlyMap<Role, string>
  readonly options: readonly { readonly name: string; readonly id: string }[]
}

export function readCsv(content: string, name: string): ReadExam {
  const [first = []] = Papa.parse<string[]>(content.slice(0, HEAD_CHARS), {
    preview: 1,
    delimitersToGuess: DELIMITERS,
  }).data
  if (first.length > MOST_COLUMNS)
    throw new Unreadable(texts.create.exam.noColumns(`${first.slice(0, 10).join(', ')}, …`))
  const rows = Papa.parse<Record<string, string | undefined>>(
    content.replace(BLANKS, blanks => blanks.slice(0, 60)),
    {
      header: true,
      skipEmptyLines: 'greedy',
      delimitersToGuess: DELIMITERS,
    },
  )
  const open = rows.errors.find(error => error.type === 'Quotes')
  // What follows an open quotation mark is a part of its cell: nothing that was read can be trusted.
  if (open) throw new Unreadable(texts.create.exam.openQuote((open.row ?? 0) + 1))
  const columns = columnsOf(rows.meta.fields ?? [])
  if (!columns.roles.has('text') || (columns.options.length === 0 && !columns.roles.has('options'))) {
    throw new Unreadable(texts.create.exam.noColumns((rows.meta.fields ?? []).join(', ')))
  }
  return examOf({ title: name, questions: rows.data.map(row => question(row, columns)) }, 1)
}

function columnsOf(fields: readonly string[]): Columns {
  const roles = new Map<Role, string>()
  const options: { name: string; id: string }[] = []
  for (const field of fields) {
    const plain = field.toLowerCase().replace(/[^a-z0-9]/g, '')
    const letter = OPTION.exec(plain)?.[1]
    const role = (Object.keys(NAMES) as Role[]).find(name => NAMES[name].includes(plain))
    // One column for each, so that a header of thousands costs no more than one of twenty.
    if (letter !== undefined) {
      if (!options.some(({ id }) => id === letter.toUpperCase()))
        options.push({ name: field, id: letter.toUpperCase() })
    } else if (role && !roles.has(role)) roles.set(role, field)
  }
  return { roles, options }
}

function question(row: Readonly<Record<string, string | undefined>>, columns: Columns): SourceQuestion {
  const cell = (role: Role) => {
    const name = columns.roles.get(role)
    return name === undefined ? '' : (row[name] ?? '').trim()
  }
  const options = columns.options.length > 0 ? spread(row, columns) : listed(cell('options'))
  const id = cell('id')
  return {
    ...(id === '' ? {} : { id }),
    text: cell('text'),
    options,
    answers: cell('correct') === '' ? [] : [cell('correct')],
    explanation: cell('explanation'),
    references: cell('references')
      .split(/[|;\n]|(?<=\s)(?=https?:)/)
      .map(reference => reference.trim()),
    topic: cell('topic'),
    // A comma without quotation marks moves everything behind it: what is read is not what was meant.
    fault: EXTRA in row ? texts.create.problem.tooManyCells : undefined,
  }
}

/** Empty cells are options that this question does not have. */
function spread(row: Readonly<Record<string, string | undefined>>, columns: Columns): SourceOption[] {
  return columns.options.flatMap(({ name, id }) => {
    const text = (row[name] ?? '').trim()
    return text === '' ? [] : [{ id, text }]
  })
}

/** All options in one cell: each on a line, or between bars or semicolons. */
function listed(cell: string): SourceOption[] {
  const separator = ['\n', '|', ';'].find(mark => cell.includes(mark)) ?? '\n'
  return cell
    .split(separator)
    .map(text => ({ text: text.trim() }))
    .filter(option => option.text !== '')
}
