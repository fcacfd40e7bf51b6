/** Training program as Markdown, as `local/cli/program_markdown.py` writes it. */
import type { Program } from '../../api/types'
import { lines, text } from './escape'

type Week = Program['weeks'][number]
type Exercise = Week['sessions'][number]['exercises'][number]

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const COLUMNS = ['exercise', 'sets', 'repetitions', 'load', 'intensity', 'rest', 'notes']
const CAUTION =
  'Not medical advice. Stop where something hurts, and ask a physician before you begin if you have ' +
  'been ill, are pregnant, or have not trained for a long time.'

export function programMarkdown(program: Program): string {
  const parts = [
    `# ${text(program.title)}`,
    lines(program.description),
    `*level: ${text(program.level ?? '')} · made by ${text(program.made_by ?? '')}*`,
    ...program.weeks.flatMap(weekParts),
    ...substitutes(program),
    ...colophon(program),
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

function weekParts(week: Week): string[] {
  return [
    `## Week ${week.week}${week.is_deload ? ' (deload)' : ''}`,
    lines(week.focus),
    ...week.sessions.flatMap(session => [
      `### ${DAYS[session.day - 1] ?? ''}: ${text(session.title)}`,
      lines(session.notes),
      [line(COLUMNS), line(COLUMNS.map(() => '---')), ...session.exercises.map(row)].join('\n'),
    ]),
  ]
}

function row(exercise: Exercise): string {
  const cells = [
    exercise.name,
    String(exercise.sets),
    amount(exercise),
    typeof exercise.load_kg === 'number' ? `${Number(exercise.load_kg.toPrecision(6))} kg` : '',
    exercise.intensity ?? '',
    `${exercise.rest_s} s`,
    exercise.notes,
  ]
  return line(cells.map(text))
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

/** Repetitions, or how long each takes where time counts. */
function amount({ duration_s, repetitions }: Exercise): string {
  if (duration_s === undefined || duration_s === null) return String(repetitions)
  const lasting = duration_s >= 120 && duration_s % 60 === 0 ? `${duration_s / 60} min` : `${duration_s} s`
  return repetitions === 1 ? lasting : `${repetitions} x ${lasting}`
}

/** Each exercise once, with what may stand in for it: ids, since the program names no others. */
function substitutes(program: Program): string[] {
  const found = new Map<string, string>()
  for (const { name, substitutes: others } of program.weeks.flatMap(week =>
    week.sessions.flatMap(session => session.exercises),
  )) {
    if (others?.length) found.set(name, others.map(id => id.replaceAll('_', ' ')).join(', '))
  }
  if (!found.size) return []
  const entries = [...found].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return ['## Instead of', entries.map(([name, others]) => `- ${text(name)}: ${text(others)}`).join('\n')]
}

function colophon(program: Program): string[] {
  const { rules_checked, violations } = program.validation ?? { rules_checked: [], violations: [] }
  const facts = [
    `Level: ${program.level ?? ''} (${program.level_reason ?? ''})`,
    `Made by: ${program.made_by ?? ''}`,
    `Goal: ${program.goal.replaceAll('_', ' ')}`,
    `Checked: ${rules_checked.length} rules, ${violations.length} violations`,
    `Language: ${program.language}`,
    `Created: ${program.created_at}`,
    `Program: ${program.program_id}`,
    CAUTION,
  ]
  if (program.made_by === 'offline') {
    facts.push('Offline: no language model was asked, the program is made by rules and templates.')
  }
  return ['## About this program', facts.map(fact => `- ${text(fact)}`).join('\n')]
}
