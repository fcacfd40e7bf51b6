/** WishForm: what is to be other in a lesson and what stays, and what writing it would cost. */
import { Alert, Button, Checkbox, Group, Stack, Text, Textarea } from '@mantine/core'
import type { StartJob } from '../api/client'
import { ApiProblem } from '../api/errors'
import { LESSON_FIELDS, type LessonField } from '../api/pipelines'
import { QuoteNote } from '../create/QuoteNote'
import { Refusal } from '../create/Refusal'
import { useStart } from '../create/useStart'
import { texts } from '../texts'
import { revision } from '../texts/revision'
import type { Revised } from './revised'

const t = revision.ask

/** Characters; the service refuses more. */
export const MOST_CHARACTERS = 2_000

/** Characters that are left from which on they are counted. */
const NEAR = 200

export interface Wish {
  readonly words: string
  readonly keep: readonly LessonField[]
}

export const NO_WISH: Wish = { words: '', keep: [] }

interface Props {
  readonly of: Revised
  readonly wish: Wish
  readonly setWish: (change: (before: Wish) => Wish) => void
  readonly isUnsaved: boolean
  readonly cancel: () => void
  /** A job that writes the proposal. */
  readonly watch: (jobId: string) => void
}

export function WishForm({ of, wish, setWish, isUnsaved, cancel, watch }: Props) {
  const start = useStart()
  const fields: readonly LessonField[] = LESSON_FIELDS[of.kind]
  const left = MOST_CHARACTERS - wish.words.length
  const isAllKept = fields.every(field => wish.keep.includes(field))
  const canStart = wish.words.trim() !== '' && left >= 0 && !isAllKept
  const asked: StartJob = {
    pipeline: 'lesson_revision',
    input: {
      course_id: of.courseId,
      lesson_id: of.lessonId,
      instructions: wish.words.trim(),
      keep: fields.filter(field => wish.keep.includes(field)),
    },
  }
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        if (canStart) start.mutate(asked, { onSuccess: job => watch(job.job_id) })
      }}
    >
      <Stack gap="md">
        <Text size="sm">{t.lead}</Text>
        <Textarea
          label={t.wish}
          placeholder={t.placeholder}
          description={left <= NEAR && left >= 0 ? t.left(left) : undefined}
          error={left < 0 && t.tooLong(-left)}
          dir="auto"
          autosize
          minRows={3}
          maxRows={10}
          required
          data-autofocus
          value={wish.words}
          onChange={event => {
            const words = event.currentTarget.value
            setWish(before => ({ ...before, words }))
          }}
        />
        <Checkbox.Group
          label={t.keep}
          description={t.keepText}
          error={isAllKept && t.nothingLeft}
          value={[...wish.keep]}
          onChange={keep =>
            setWish(before => ({ ...before, keep: fields.filter(one => keep.includes(one)) }))
          }
        >
          <Group gap="sm" mt="xs">
            {fields.map(field => (
              <Checkbox key={field} value={field} label={revision.fields[field]} />
            ))}
          </Group>
        </Checkbox.Group>
        {isUnsaved && (
          <Alert color="yellow" role="note">
            {t.unsaved}
          </Alert>
        )}
        <Refused error={start.error} watch={watch} />
        <Group justify="end" gap="sm">
          <QuoteNote start={canStart ? asked : null} />
          <Button variant="default" onClick={cancel}>
            {texts.common.cancel}
          </Button>
          <Button type="submit" disabled={!canStart} loading={start.isPending}>
            {t.start}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** The job that writes one already is shown here, not in a dialog above this one. */
function Refused({ error, watch }: { error: Error | null; watch: Props['watch'] }) {
  const runs = error instanceof ApiProblem && error.code === 'duplicate-job' && error.members.job_id
  if (typeof runs !== 'string') return <Refusal error={error} />
  return (
    <Alert role="alert" color="blue" title={t.runs}>
      <Button size="xs" variant="default" onClick={() => watch(runs)}>
        {t.show}
      </Button>
    </Alert>
  )
}
