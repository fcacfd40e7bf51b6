/** Analysis: what a training program was made from. The contract leaves its shape to the pipeline. */

export interface Analysis {
  readonly equipment: readonly string[]
  readonly injuries: readonly string[]
  readonly level: {
    readonly stated: string
    readonly used: string
    readonly training_age: string
    readonly reasons: readonly string[]
  }
  /** kcal a day; protein in g a day, least and most, null for minors. */
  readonly energy: {
    readonly formula: string
    readonly resting_kcal: number
    readonly activity_factor: number
    readonly maintenance_kcal: number
    readonly target_kcal: number
    readonly protein_g: readonly [number, number] | null
    readonly is_uncertain: boolean
    readonly note: string
  }
  /** kg. */
  readonly maxima: readonly {
    readonly exercise_id: string
    readonly name: string
    readonly kg: number
    readonly epley_kg: number
    readonly brzycki_kg: number
    readonly load_kg: number
    readonly repetitions: number
    readonly is_uncertain: boolean
  }[]
  readonly unused_lifts: readonly { readonly exercise: string; readonly reason: string }[]
  /** Hard sets a week. */
  readonly volume: readonly {
    readonly muscle: string
    readonly minimum: number
    readonly target: number
    readonly maximum: number
    readonly note: string
  }[]
  readonly zone: {
    readonly percent_low: number
    readonly percent_high: number
    readonly blocks: readonly number[]
    readonly other_repetitions: number
    readonly in_reserve_start: number
    readonly in_reserve_end: number
    readonly rest_s: number
    readonly other_rest_s: number
  }
  readonly progression: {
    readonly most_load_step_percent: number
    readonly block_weeks: readonly number[]
    readonly deload_weeks: readonly number[]
    readonly most_deload_sets_percent: number
    readonly block_gain_percent: number
  }
  readonly schedule: readonly {
    readonly day: number
    readonly kind: string
    readonly muscles: readonly string[]
  }[]
  readonly exclusions: readonly {
    readonly injury: string
    readonly patterns: readonly string[]
    readonly exercises: number
    readonly reason: string
  }[]
  readonly notes: readonly string[]
  readonly sources: readonly string[]
}

/** Programs are kept for good, so one may be older than a member that is read here: each may be missing. */
export function analysisOf(raw: Readonly<Record<string, unknown>>): Partial<Analysis> {
  return raw
}
