/**
 * Limits: what the HTTP contract allows. A test holds them against its document, so that the page
 * does not have to carry the whole of it.
 */

export const EXAM = {
  title: 200,
  id: 100,
  questions: 1000,
  text: 4000,
  options: { least: 2, most: 10 },
  optionText: 1000,
  explanation: 8000,
  references: 20,
  reference: 2000,
  topic: 200,
} as const

export const REQUEST = { language: 40, audience: 500, bytes: 2_000_000 } as const

export const OUTLINES = {
  topic: 300,
  projects: { least: 3, most: 8 },
  alternatives: { least: 1, most: 4 },
} as const

export const OUTLINE = {
  title: 200,
  description: 2000,
  projects: { least: 1, most: 8 },
  objectives: 8,
  objective: 300,
  facts: 20,
  fact: 300,
} as const

export const PROFILE = {
  age: { least: 13, most: 100 },
  heightCm: { least: 100, most: 250 },
  massKg: { least: 25, most: 350 },
  sleepHours: { least: 0, most: 24 },
  sessionsPerWeek: { least: 0, most: 21 },
  sessionMinutes: { least: 20, most: 180 },
  lifts: 50,
  exercise: 100,
  loadKg: { least: 0, most: 1000 },
  repetitions: { least: 1, most: 100 },
  notes: 2000,
} as const

export const PROGRAM = { weeks: { least: 1, most: 16 }, daysPerWeek: { least: 1, most: 7 } } as const
