/** Markdown: lists of questions as people keep them; numbered, with lettered options and a right answer. */
import { Unreadable, type ReadExam } from './exam'
import * as lines from './lines'
import { bulletsAsOptions, source, type Draft } from './markdownDraft'
import { examOf } from './source'
import { texts } from '../../texts'

type Part = 'text' | 'options' | 'answer' | 'explanation' | 'references'

const NO_TOPIC =
  /^(?:questions?|contents?|table of contents|introduction|instructions|overview|exam|quiz|test)\b/i
const LOOK_AHEAD = 80
/** Of an option without a letter, where something is said about it: its text may be long and come often. */
const NAME_CHARS = 200

export function readMarkdown(content: string, name: string): ReadExam {
  return new Reader(content, name).exam()
}

class Reader {
  private readonly all: string[]
  private title: string
  private readonly done: Draft[] = []
  private readonly key = new Map<number, string>()
  private current: Draft | null = null
  private part: Part = 'text'
  private isKey = false
  private isFence = false
  private afterBlank = false
  private topic: string | undefined
  /** Of the last `3.` that was no question. */
  private listed: number | null = null

  constructor(content: string, name: string) {
    this.all = withoutMarkup(content).split('\n')
    this.title = name
  }

  exam(): ReadExam {
    this.all.forEach((line, index) => this.read(line.trimEnd(), index))
    this.finish()
    if (this.done.length === 0) throw new Unreadable(texts.create.exam.noQuestions)
    const drafts = this.done
    const numbers = drafts.map(draft => draft.number)
    const areOwn = numbers.every(number => number !== null) && new Set(numbers).size === numbers.length
    const topics = new Set(drafts.map(draft => draft.topic))
    const questions = drafts.map((draft, index) => {
      const number = (areOwn ? draft.number : null) ?? index + 1
      // One heading over everything is the exam's, not a topic.
      return source(draft, number, this.key.get(number), topics.size > 1 ? draft.topic : undefined)
    })
    return examOf({ title: this.title, questions }, 1)
  }

  private read(line: string, index: number): void {
    if (/^\s*(```|~~~)/.test(line)) this.isFence = !this.isFence
    else if (!this.isFence) {
      if (line.trim() === '') {
        this.afterBlank = true
        return
      }
      if (this.structure(line, index)) {
        this.afterBlank = false
        return
      }
    }
    this.prose(line)
    this.afterBlank = false
  }

  /** Whether the line was one that means something by its form. */
  private structure(line: string, index: number): boolean {
    if (lines.isRuleOrCaption(line)) return true
    const start = this.questionStart(line, index)
    if (this.readKey(line, index, start !== null)) return true
    if (start) {
      this.begin(start)
      return true
    }
    return this.heading(line, index) || this.label(line) || this.option(line) || this.verdict(line)
  }

  private questionStart(line: string, index: number): lines.Numbered | null {
    const start = lines.numbered(line)
    if (!start) return null
    if (this.isQuestion(start, index)) return start
    this.listed = start.number
    return null
  }

  private isQuestion(start: lines.Numbered, index: number): boolean {
    const { current } = this
    if (start.isNamed || !current) return true
    if (current.isNamed || start.indent > current.indent + 1) return false
    if (this.optionsFollow(index)) return true
    // The items of a list inside an explanation count on from each other, not from the questions.
    return start.number === (current.number ?? 0) + 1 && this.listed !== start.number - 1
  }

  private optionsFollow(index: number): boolean {
    for (const line of this.all.slice(index + 1, index + LOOK_AHEAD)) {
      if (lines.option(line)) return true
      if (lines.numbered(line) || lines.heading(line) || lines.answer(line) !== null) return false
    }
    return false
  }

  /** A list of answers behind the questions: `1. B`, `2. A, C`. */
  private readKey(line: string, index: number, isStart: boolean): boolean {
    if (lines.isKeyHeading(line) && this.listFollows(index)) {
      this.isKey = true
      return true
    }
    const entries = lines.keyEntries(line)
    const isTable = /^\s*\|.*\|\s*$/.test(line)
    if (isTable && !entries && /^[\s|:-]+$|\banswers?\b/i.test(line)) return true
    if (
      entries &&
      (isTable || this.isKey || (isStart && this.current !== null && !this.optionsFollow(index)))
    ) {
      for (const { number, answer } of entries) this.key.set(number, answer)
      this.isKey = true
      return true
    }
    const found = this.isKey ? lines.numbered(line) : null
    if (found && !this.optionsFollow(index)) this.key.set(found.number, found.text)
    else this.isKey = false
    return this.isKey
  }

  private listFollows(index: number): boolean {
    // Not of a copy of all the rest, which each such heading would make anew.
    let at = index + 1
    while (/^[\s|:-]*$/.test(this.all[at] ?? '-x')) at += 1
    const next = this.all[at]
    return next !== undefined && (lines.keyEntries(next) !== null || /^\s*\|/.test(next))
  }

  private begin({ number, isNamed, indent, text }: lines.Numbered): void {
    this.finish()
    this.open({ number, isNamed, indent, text })
  }

  private open(start: { number: number | null; isNamed: boolean; indent: number; text: string }): void {
    const { number, isNamed, indent } = start
    const empty = { options: [], answers: [], explanation: [], references: [], topic: this.topic }
    this.current = { number, isNamed, indent, text: start.text === '' ? [] : [start.text], ...empty }
    this.part = 'text'
    this.listed = null
  }

  private heading(line: string, index: number): boolean {
    const found = lines.heading(line)
    if (!found) return false
    if (this.current && this.label(found.text)) return true
    if (this.headsQuestion(index)) {
      this.finish()
      this.open({ number: null, isNamed: true, indent: 0, text: found.text })
    } else if (found.level === 1 && this.done.length === 0 && !this.current) this.title = found.text
    else {
      this.finish()
      this.topic = NO_TOPIC.test(found.text) ? undefined : found.text
    }
    return true
  }

  /** Options right below it, before any number: the heading is the question. */
  private headsQuestion(index: number): boolean {
    for (const line of this.all.slice(index + 1, index + LOOK_AHEAD)) {
      if (lines.option(line)) return true
      if (lines.numbered(line) || lines.heading(line)) return false
    }
    return false
  }

  private label(line: string): boolean {
    const { current } = this
    if (!current) return this.topicLabel(line)
    const answer = lines.answer(line)
    if (answer !== null && (current.options.length > 0 || answer !== '')) {
      if (answer !== '') current.answers.push(answer)
      this.part = answer === '' && current.answers.length === 0 ? 'answer' : 'explanation'
      return true
    }
    const explanation = lines.explanation(line)
    if (explanation !== null && this.part !== 'text') {
      if (explanation !== '') current.explanation.push(explanation)
      this.part = 'explanation'
      return true
    }
    const reference = lines.reference(line)
    if (reference !== null && this.part !== 'text') {
      if (reference !== '') current.references.push(...lines.addresses(reference))
      this.part = 'references'
      return true
    }
    return this.topicLabel(line)
  }

  private topicLabel(line: string): boolean {
    const topic = lines.topic(line)
    if (topic === null) return false
    if (this.current) this.current.topic = topic
    else this.topic = topic
    return true
  }

  private option(line: string): boolean {
    const { current } = this
    const found = lines.option(line)
    if (!current || !found || !this.fits(found, current)) return false
    const { letter, text, isTicked, isBold } = found
    current.options.push({ id: letter ?? undefined, text, isTicked, isBold })
    this.part = 'options'
    return true
  }

  /** A sentence may begin with `I. ` or `E. coli`: letters have to come in their order, or nearly. */
  private fits({ letter }: lines.OptionLine, { options }: Draft): boolean {
    if (options.length > 0 && this.part !== 'options') return false
    if (letter === null) return true
    const last = options.at(-1)?.id
    if (last === undefined) return options.length > 0 || letter <= 'B'
    const step = letter.charCodeAt(0) - last.charCodeAt(0)
    return step >= 0 && step <= 2
  }

  private verdict(line: string): boolean {
    const option = this.current?.options.at(-1)
    const found = this.part === 'options' ? lines.verdict(line) : null
    if (!this.current || !option || !found) return false
    option.isTicked = found.isRight
    if (found.text)
      this.current.explanation.push(`${option.id ?? option.text.slice(0, NAME_CHARS)}: ${found.text}`)
    return true
  }

  private prose(line: string): void {
    const { current } = this
    if (!current) return
    const text = this.isFence ? line : line.replace(/^\s*>\s?/, '').trim()
    if (text === '' && !this.isFence) return
    if (this.part === 'text')
      current.text.push(this.afterBlank && current.text.length > 0 ? `\n${text}` : text)
    else if (this.part === 'options') this.continued(current, text)
    else if (this.part === 'answer') {
      current.answers.push(lines.bare(text))
      this.part = 'explanation'
    } else if (this.part === 'references') current.references.push(...lines.addresses(text))
    else current.explanation.push(this.afterBlank && current.explanation.length > 0 ? `\n${text}` : text)
  }

  private continued(current: Draft, text: string): void {
    const option = current.options.at(-1)
    if (this.afterBlank && !this.isFence) current.explanation.push(text)
    else if (option) option.text += `${this.isFence ? '\n' : ' '}${text}`
  }

  private finish(): void {
    const { current } = this
    if (current) {
      if (current.options.length === 0) bulletsAsOptions(current)
      this.done.push(current)
    }
    this.current = null
  }
}

/** What `<details>` and the like fold away is written out; `<br>` and the like stay in the texts. */
function withoutMarkup(content: string): string {
  return withoutComments(content.replace(/\r\n?|[\u2028\u2029]/g, '\n'))
    .replace(/<\/summary>|<\/details>/gi, '\n')
    .replace(/<(?:summary|details)\b[^<>]*>/gi, '')
    .replace(/^([ \t]*)<p>(.*)<\/p>[ \t]*$/gim, '$1$2')
}

/** One that is not closed is none, and is looked for once. */
function withoutComments(content: string): string {
  const kept: string[] = []
  let at = 0
  for (;;) {
    const from = content.indexOf('<!--', at)
    const to = from < 0 ? -1 : content.indexOf('-->', from + 4)
    if (to < 0) return [...kept, content.slice(at)].join('')
    kept.push(content.slice(at, from))
    at = to + 3
  }
}
