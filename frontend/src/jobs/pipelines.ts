/** What the page says of a job's pipeline. */
import { PIPELINES, RIGHTS, type PipelineWords } from '../api/pipelines'
import { texts } from '../texts'

const WORDS: Readonly<Partial<Record<string, PipelineWords>>> = { ...PIPELINES, ...RIGHTS }

/** Of a pipeline that this page does not know yet: its name as words, and nowhere to look. */
export function wordsOf(pipeline: string): PipelineWords {
  return (
    WORDS[pipeline] ?? {
      label: pipeline.replaceAll('_', ' '),
      address: '',
      opening: texts.queue.actions.open,
      isEarly: false,
      nouns: {},
    }
  )
}
