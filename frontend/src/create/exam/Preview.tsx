/** Preview: the questions of a file, what is wrong with which, and which of them stay in. */
import { Alert, Badge, Button, Group, Pagination, Stack, Switch, Text, TextInput, Title } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { useState } from 'react'
import { texts } from '../../texts'
import classes from '../create.module.css'
import { EXAM } from '../limits'
import { PreviewQuestion } from './PreviewQuestion'
import type { ExamDraft, LookedThrough } from './useExamDraft'

const t = texts.create.exam
const PER_PAGE = 20

export function Preview({ draft, name, another }: { draft: ExamDraft; name: string; another: () => void }) {
  const bad = draft.questions.filter(({ problems }) => problems.length > 0)
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="end">
        <TextInput
          label={t.name}
          value={draft.title}
          onChange={event => draft.setTitle(event.currentTarget.value)}
          maxLength={EXAM.title}
          style={{ flex: '1 1 280px' }}
        />
        <Button variant="default" onClick={another}>
          {t.another}
        </Button>
      </Group>
      <Stack gap="sm" className={classes.card ?? ''}>
        <Title order={2} size="h4">
          {t.preview}
          <Text span size="sm" c="dimmed" fw={400} ml="xs">
            {name}
          </Text>
        </Title>
        <Verdict draft={draft} bad={bad.map(({ index }) => index)} />
        <Questions draft={draft} />
      </Stack>
    </Stack>
  )
}

function Verdict({ draft, bad }: { draft: ExamDraft; bad: readonly number[] }) {
  const out = draft.questions.filter(({ isOut }) => isOut).length
  const twins = draft.questions.filter(({ hints }) => hints.length > 0).length
  const kept = draft.kept.questions.length
  return (
    <Stack gap="sm" aria-live="polite">
      {draft.isSound ? (
        <Group gap="xs">
          <IconCircleCheck size={20} color="var(--mantine-color-green-filled)" aria-hidden />
          <Text fw={600}>{t.allGood(kept)}</Text>
        </Group>
      ) : (
        <Alert
          color="yellow"
          title={bad.length > 0 ? t.someBad(bad.length, kept) : draft.problems.join('. ')}
          icon={<IconAlertTriangle aria-hidden />}
        >
          <Stack gap="xs" align="start">
            {bad.length > 0 && draft.problems.map(problem => <Text key={problem}>{problem}</Text>)}
            {bad.length > 0 && <Text size="sm">{t.howToMend}</Text>}
            {bad.length > 0 && (
              <Button size="xs" variant="default" onClick={() => draft.leaveOut(bad)}>
                {t.leaveAllOut(bad.length)}
              </Button>
            )}
          </Stack>
        </Alert>
      )}
      {twins > 0 && <Text size="sm">{t.twins(twins)}</Text>}
      {out > 0 && <Badge variant="light">{t.leftOut(out)}</Badge>}
      {draft.hasLostId && <Text size="sm">{t.idLeftOut}</Text>}
    </Stack>
  )
}

/** Something is wrong with it, or may be or was, or it is left out. */
function isStriking({ problems, hints, isOut, isMended }: LookedThrough): boolean {
  return problems.length > 0 || hints.length > 0 || isOut || isMended
}

function Questions({ draft }: { draft: ExamDraft }) {
  const [page, setPage] = useState(1)
  const hasBad = draft.questions.some(isStriking)
  const [onlyBad, setOnlyBad] = useState(hasBad)
  const isFiltered = onlyBad && hasBad
  const shown = isFiltered ? draft.questions.filter(isStriking) : draft.questions
  const pages = Math.max(1, Math.ceil(shown.length / PER_PAGE))
  const current = Math.min(page, pages)
  return (
    <>
      {hasBad && (
        <Switch
          label={t.onlyBad}
          checked={onlyBad}
          onChange={event => {
            setOnlyBad(event.currentTarget.checked)
            setPage(1)
          }}
        />
      )}
      <ol className={classes.plain}>
        {shown.slice((current - 1) * PER_PAGE, current * PER_PAGE).map(looked => (
          <PreviewQuestion key={looked.index} looked={looked} toggle={draft.toggle} mend={draft.mend} />
        ))}
      </ol>
      {pages > 1 && (
        <Pagination
          total={pages}
          value={current}
          onChange={setPage}
          size="sm"
          getControlProps={control => ({ 'aria-label': t.control[control] })}
          getItemProps={item => ({ 'aria-label': t.pageNumber(item) })}
          aria-label={t.page}
        />
      )}
    </>
  )
}
