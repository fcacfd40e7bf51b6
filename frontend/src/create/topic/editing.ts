/** Editing: an outline while a person makes it theirs. */
import type { Outline, Project } from '../../api/types'
import { texts } from '../../texts'
import { OUTLINE } from '../limits'

export interface EditedProject {
  /** Stays with the project wherever it is moved to. */
  readonly key: number
  readonly title: string
  readonly description: string
  /** One on each line. */
  readonly objectives: string
}

export interface EditedOutline {
  readonly title: string
  readonly description: string
  /** What all authors take as agreed, one on each line. */
  readonly facts: string
  readonly projects: readonly EditedProject[]
  readonly nextKey: number
}

/** Which of the outlines was chosen, and what became of each that was touched. */
export interface Choice {
  readonly chosen: number | null
  readonly edits: Readonly<Record<number, EditedOutline>>
}

type Texts = Partial<Omit<EditedProject, 'key'>>

export type Edit =
  | { readonly type: 'outline'; readonly change: { title?: string; description?: string; facts?: string } }
  | { readonly type: 'project'; readonly key: number; readonly change: Texts }
  | { readonly type: 'move'; readonly key: number; readonly by: -1 | 1 }
  | { readonly type: 'remove'; readonly key: number }
  | { readonly type: 'add' }

export function edited(outline: Outline): EditedOutline {
  const projects = outline.projects.map((project, key) => ({
    key,
    title: project.title,
    description: project.description ?? '',
    objectives: (project.objectives ?? []).join('\n'),
  }))
  return {
    title: outline.title,
    description: outline.description ?? '',
    facts: (outline.facts ?? []).join('\n'),
    projects,
    nextKey: projects.length,
  }
}

export function edit(outline: EditedOutline, by: Edit): EditedOutline {
  switch (by.type) {
    case 'outline':
      return { ...outline, ...by.change }
    case 'project':
      return { ...outline, projects: outline.projects.map(project => changed(project, by.key, by.change)) }
    case 'move':
      return { ...outline, projects: moved(outline.projects, by.key, by.by) }
    case 'remove':
      return outline.projects.length > OUTLINE.projects.least
        ? { ...outline, projects: outline.projects.filter(({ key }) => key !== by.key) }
        : outline
    case 'add':
      return outline.projects.length < OUTLINE.projects.most ? added(outline) : outline
  }
}

/** What is sent: language and audience stay those that the outline was written in and for. */
export function approved(outline: EditedOutline, generated: Outline): Outline {
  return {
    title: outline.title.trim(),
    angle: generated.angle,
    description: orNull(outline.description),
    language: generated.language,
    audience: generated.audience,
    projects: outline.projects.map(project => ({
      title: project.title.trim(),
      description: orNull(project.description),
      objectives: lines(project.objectives),
    })),
    facts: lines(outline.facts),
  }
}

export type Faults = ReadonlyMap<string, string>

/** By field: `title`, `description`, `3.title` of the project with the key 3. */
export function faultsOf(outline: EditedOutline): Faults {
  const say = texts.create.problem
  const faults = new Map<string, string>()
  const tell = (field: string, fault: string | null) => fault !== null && faults.set(field, fault)
  const long = (what: string, text: string, most: number) => {
    const length = Array.from(text).length
    return length > most ? say.tooLong(what, length, most) : null
  }
  const listed = (facts: readonly string[]) =>
    facts.length > OUTLINE.facts
      ? say.tooManyFacts(facts.length, OUTLINE.facts)
      : (facts.map(one => long(say.fact, one, OUTLINE.fact)).find(fault => fault !== null) ?? null)
  const line = (text: string) =>
    text.trim() === '' ? say.empty(say.title) : long(say.title, text, OUTLINE.title)
  tell('title', line(outline.title))
  tell('description', long(say.description, outline.description, OUTLINE.description))
  tell('facts', listed(lines(outline.facts)))
  for (const { key, title, description, objectives } of outline.projects) {
    const all = lines(objectives)
    const longest = all.map(one => long(say.objective, one, OUTLINE.objective)).find(fault => fault !== null)
    const many =
      all.length > OUTLINE.objectives ? say.tooManyObjectives(all.length, OUTLINE.objectives) : null
    tell(`${key}.title`, line(title))
    tell(`${key}.description`, long(say.description, description, OUTLINE.description))
    tell(`${key}.objectives`, many ?? longest ?? null)
  }
  return faults
}

/** The outlines of a job's result; null where it is not that of a course_outline. */
export function outlinesIn(result: Readonly<Record<string, unknown>> | null): Outline[] | null {
  const outlines = result?.outlines
  return Array.isArray(outlines) && outlines.length > 0 ? (outlines as Outline[]) : null
}

function added(outline: EditedOutline): EditedOutline {
  const project = { key: outline.nextKey, title: '', description: '', objectives: '' }
  return { ...outline, projects: [...outline.projects, project], nextKey: outline.nextKey + 1 }
}

function changed(project: EditedProject, key: number, change: Texts): EditedProject {
  return project.key === key ? { ...project, ...change } : project
}

function moved(projects: readonly EditedProject[], key: number, by: -1 | 1): readonly EditedProject[] {
  const from = projects.findIndex(project => project.key === key)
  const one = projects[from]
  const other = projects[from + by]
  if (!one || !other) return projects
  return projects.map((project, index) => (index === from ? other : index === from + by ? one : project))
}

function lines(text: string): NonNullable<Project['objectives']> {
  return text
    .split('\n')
    .map(line => line.replace(/^\s*[-*•]\s+/, '').trim())
    .filter(line => line !== '')
}

function orNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim()
}
