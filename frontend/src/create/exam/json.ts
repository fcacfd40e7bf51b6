/** JSON: the contract's own form, and the forms that question banks are kept in. */
import type { Answer } from './answers'
import { Unreadable, type ReadExam } from './exam'
import { examOf, type SourceOption, type SourceQuestion } from './source'
import { texts } from '../../texts'

type Members = Readonly<Record<string, unknown>>

const QUESTIONS = ['questions', 'items', 'data', 'results', 'quiz', 'exam', 'cards', 'quizzes']
const TEXT = ['text', 'question', 'questiontext', 'prompt', 'stem', 'q', 'title']
const ID = ['questionid', 'id', 'number', 'no', 'uuid']
const OPTIONS = ['options', 'choices', 'answers', 'alternatives', 'answeroptions', 'answerlist', 'responses']
const INDEX = ['answerindex', 'correctindex', 'correctanswerindex', 'correctoptionindex', 'correctindices']
const CORRECT = [
  'correct', 'correctanswers', 'correctanswer', 'correctoptions', 'correctoption', 'correctoptionids',
  'correctchoice', 'answer', 'answers', 'answerkey', 'rightanswer', 'solution', 'a',
] // prettier-ignore
const EXPLANATION = ['explanation', 'rationale', 'feedback', 'generalfeedback', 'justification', 'reason']
const REFERENCES = ['references', 'reference', 'sources', 'source', 'links', 'link', 'urls', 'url']
const TOPIC = ['topic', 'domain', 'category', 'section', 'subject']
const OPTION_ID = ['optionid', 'id', 'key', 'label', 'letter', 'name']
const OPTION_TEXT = ['text', 'option', 'content', 'answer', 'choice', 'value', 'title', 'label']
/** Options as members of the question itself: `option_a`, `A`, `choice1`. */
const SPREAD = /^(?:(?:option|choice|answer)_?)?([a-j]|\d{1,2})$/i
const OPTION_CORRECT = ['iscorrect', 'correct', 'right', 'isright', 'isanswer']

export function readJson(content: string, name: string): ReadExam {
  const document = parsed(content)
  const questions = questionsIn(document)
  if (!questions) throw new Unreadable(texts.create.exam.noQuestions)
  const head = isMembers(document) ? document : {}
  const inner = isMembers(head.exam) ? head.exam : head
  const about = lookup(inner)
  return examOf(
    {
      examId: textOf(about('examid', 'exam_id')),
      title: textOf(about('title', 'name')) ?? name,
      questions: questions.filter(isMembers).map(question),
    },
    0,
  )
}

/** Lines of objects count as one list of them. */
function parsed(content: string): unknown {
  try {
    return JSON.parse(content)
  } catch (error) {
    const lines = content.split('\n').filter(line => line.trim() !== '')
    if (lines.length > 1 && lines.every(line => /^\s*\{.*\}\s*$/.test(line))) {
      try {
        return lines.map(line => JSON.parse(line) as unknown)
      } catch {
        // The first fault is the one to tell of.
      }
    }
    throw new Unreadable(texts.create.exam.notJson(error instanceof Error ? error.message : ''))
  }
}

function questionsIn(document: unknown, depth = 0): readonly unknown[] | null {
  if (Array.isArray(document)) return document.some(isMembers) ? document : null
  if (!isMembers(document) || depth > 2) return null
  const member = lookup(document)
  for (const name of QUESTIONS) {
    const found = questionsIn(member(name), depth + 1)
    if (found) return found
  }
  return null
}

function question(members: Members): SourceQuestion {
  const member = lookup(members)
  const list = OPTIONS.find(name => holdsOptions(name, member(name)))
  const options = list === undefined ? lettered(members, SPREAD) : optionsOf(member(list))
  const index = listOf(member(...INDEX))
  const named = CORRECT.filter(name => name !== list)
    .map(name => member(name))
    .find(value => answersIn(value).length > 0)
  return {
    id: textOf(member(...ID)),
    text: TEXT.map(name => textOf(member(name))).find(text => text !== undefined) ?? '',
    options,
    answers: index.length > 0 ? index.filter(isAnswer) : answersIn(named),
    answersAreIndices: index.length > 0,
    explanation: textOf(member(...EXPLANATION)),
    references: listOf(member(...REFERENCES)).flatMap(value => textOf(value) ?? []),
    topic: textOf(member(...TOPIC)),
  }
}

function holdsOptions(name: string, value: unknown): boolean {
  if (!Array.isArray(value)) return isMembers(value)
  // `answers: ["A", "C"]` names the right ones.
  const namesAnswers =
    name === 'answers' && value.every(entry => isLetter(entry) || typeof entry === 'number')
  return value.length > 0 && !namesAnswers
}

/** A list of texts or objects, or an object from letter to text. */
function optionsOf(value: unknown): SourceOption[] {
  if (Array.isArray(value)) return value.map(option)
  return isMembers(value) ? lettered(value, /^(.{1,100})$/) : []
}

function lettered(members: Members, pattern: RegExp): SourceOption[] {
  return Object.entries(members).flatMap(([name, value]) => {
    const id = pattern.exec(name)?.[1]
    const text = textOf(value)
    if (id === undefined || text === undefined || text === '') return []
    return [{ id: id.length === 1 ? id.toUpperCase() : id, text }]
  })
}

function option(value: unknown): SourceOption {
  if (!isMembers(value)) return { text: textOf(value) ?? '' }
  const member = lookup(value)
  const id = textOf(member(...OPTION_ID))
  const written = OPTION_TEXT.map(name => member(name)).find(text => typeof text === 'string')
  const entries = Object.entries(value)
  const [only] = entries
  if (written === undefined && entries.length === 1 && only)
    return { id: only[0], text: textOf(only[1]) ?? '' }
  const isCorrect = OPTION_CORRECT.some(name => [true, 1, 'true', '1', 'yes'].includes(member(name) as never))
  return { ...(id === undefined ? {} : { id }), text: textOf(written) ?? '', isCorrect }
}

function answersIn(value: unknown): Answer[] {
  if (isMembers(value)) return answersIn(lookup(value)('optionid', 'id', 'key', 'text', 'value'))
  return listOf(value).flatMap(entry =>
    isMembers(entry) ? answersIn(entry) : isAnswer(entry) ? [entry] : [],
  )
}

/** Members by their names, however those are written: `questionText` is `question_text`. */
function lookup(members: Members): (...names: string[]) => unknown {
  const byName = new Map(Object.entries(members).map(([name, value]) => [plain(name), value]))
  return (...names) =>
    names.map(name => byName.get(plain(name))).find(value => value !== undefined && value !== null)
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '')
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return []
  return Array.isArray(value) ? value : [value]
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined
}

function isAnswer(value: unknown): value is Answer {
  return typeof value === 'string' || typeof value === 'number'
}

function isLetter(value: unknown): boolean {
  return typeof value === 'string' && /^[A-Za-z]$/.test(value)
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
