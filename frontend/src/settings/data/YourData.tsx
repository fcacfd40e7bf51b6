/** YourData: everything of the person who is signed in, as a file, or erased. */
import { Alert, Button, Group, List, Modal, Progress, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQueryClient, type Query } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useApi } from '../../api/context'
import { archiveFile, ERASURE, EXPORT, type Archive, type Receipt } from '../../api/rights'
import type { Job } from '../../api/types'
import { Card } from '../../components/Card'
import { PageTitle } from '../../components/PageTitle'
import { saidOfJob } from '../../components/said'
import { save } from '../../components/saving'
import { Failure } from '../../components/states'
import { tellFailed } from '../../components/telling'
import { WayOut } from '../../components/WayOut'
import { JOB_STATUS } from '../../jobs/status'
import { useNow } from '../../progress/useNow'
import { exactly } from '../../queue/amounts'
import { useSession } from '../../session/session'
import { texts } from '../../texts'
import { settings } from '../../texts/settings'
import { archiveOf, forgetErased, receiptOf, sized } from './results'
import { useAsk, useNewest } from './useRights'

const t = settings.data

export function YourData() {
  return (
    <Stack component="section" gap="md" aria-label={t.title}>
      <PageTitle of={t.title} />
      <div>
        <Title order={2} size="h3">
          {t.title}
        </Title>
        <Text c="dimmed">{t.lead}</Text>
      </div>
      <Export />
      <Erase />
    </Stack>
  )
}

function Export() {
  const newest = useNewest(EXPORT)
  const ask = useAsk(EXPORT)
  const job = newest.data
  const now = useNow(60_000, job !== null)
  const archive = job ? archiveOf(job, now) : null
  return (
    <Card order={3} title={t.export.title} text={t.export.text}>
      {newest.isError && <Failure error={newest.error} retry={() => void newest.refetch()} />}
      {job && archive === null && <Standing job={job} />}
      {archive && <Download archive={archive} madeAt={job?.completed_at ?? null} />}
      {ask.isError && <Failure error={ask.error} />}
      <Group>
        <Button
          variant={archive ? 'default' : 'filled'}
          disabled={job?.is_finished === false}
          loading={ask.isPending}
          onClick={() => ask.mutate()}
        >
          {archive ? t.export.again : t.export.start}
        </Button>
      </Group>
    </Card>
  )
}

function Download({ archive, madeAt }: { archive: Archive; madeAt: string | null }) {
  const api = useApi()
  const [pieces, setPieces] = useState(0)
  const download = useMutation({
    mutationFn: () => archiveFile(api, archive, setPieces),
    onSuccess: save,
    onError: error => tellFailed(t.export.failed, error),
    onSettled: () => setPieces(0),
  })
  return (
    <>
      <Text size="sm">
        {madeAt !== null && t.export.made(exactly(madeAt))} {t.export.until(exactly(archive.expires_at))}
      </Text>
      <Group gap="sm">
        <Button loading={download.isPending} onClick={() => download.mutate()}>
          {t.export.download(sized(archive.size))}
        </Button>
        {download.isPending && archive.pieces > 1 && (
          <Text size="sm" role="status">
            {t.export.pieces(pieces, archive.pieces)}
          </Text>
        )}
      </Group>
    </>
  )
}

/** How far the job is, with the way to it; of one that has ended otherwise, why. */
function Standing({ job }: { job: Job }) {
  const { is_finished, status, progress, message, error, job_id } = job
  if (status === 'completed') return null
  return (
    <Stack gap={6} align="stretch">
      {!is_finished && (
        <Progress.Root>
          <Progress.Section value={progress} aria-label={t.progress} />
        </Progress.Root>
      )}
      <Group justify="space-between" gap="sm">
        <Text size="sm" role="status">
          {is_finished ? `${JOB_STATUS[status].label}. ${error ? saidOfJob(error).text : ''}` : message}
        </Text>
        <WayOut to={`/jobs/${encodeURIComponent(job_id)}`}>{t.job}</WayOut>
      </Group>
    </Stack>
  )
}

function Erase() {
  const [isAsked, setAsked] = useState(false)
  const newest = useNewest(ERASURE)
  const job = newest.data
  const receipt = job ? receiptOf(job) : null
  return (
    <Card order={3} title={t.erase.title} text={t.erase.text}>
      {newest.isError && <Failure error={newest.error} retry={() => void newest.refetch()} />}
      {job && <Standing job={job} />}
      {receipt && <Erased receipt={receipt} />}
      <Group>
        <Button
          color="red"
          variant="outline"
          disabled={job?.is_finished === false}
          onClick={() => setAsked(true)}
        >
          {t.erase.start}
        </Button>
      </Group>
      <Modal
        opened={isAsked}
        onClose={() => setAsked(false)}
        title={t.erase.sure}
        closeButtonProps={{ 'aria-label': texts.common.close }}
      >
        <Sure close={() => setAsked(false)} />
      </Modal>
    </Card>
  )
}

/** Drawn anew with each opening. */
function Sure({ close }: { close: () => void }) {
  const [typed, setTyped] = useState('')
  const [isChecked, setChecked] = useState(false)
  const { name, owner } = useSession()
  const ask = useAsk(ERASURE)
  const isMeant = typed.trim().toLowerCase() === t.erase.word
  return (
    <form
      onSubmit={event => {
        event.preventDefault()
        setChecked(true)
        if (isMeant) ask.mutate(undefined, { onSuccess: close })
      }}
    >
      <Stack>
        <Text size="sm">{t.erase.of(name, owner)}</Text>
        <List size="sm">
          {t.erase.what.map(line => (
            <List.Item key={line}>{line}</List.Item>
          ))}
        </List>
        <TextInput
          label={t.erase.type}
          value={typed}
          onChange={event => setTyped(event.currentTarget.value)}
          error={isChecked && !isMeant && t.erase.other}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          data-autofocus
        />
        {ask.isError && <Failure error={ask.error} />}
        <Group justify="end" gap="sm">
          <Button variant="default" onClick={close}>
            {texts.common.cancel}
          </Button>
          <Button type="submit" color="red" loading={ask.isPending}>
            {t.erase.yes}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** What the page itself has kept goes too. */
function Erased({ receipt: { erased, kept, erased_at } }: { receipt: Receipt }) {
  const { owner } = useSession()
  const queries = useQueryClient()
  useEffect(() => {
    if (!forgetErased([window.localStorage, window.sessionStorage], owner, erased_at)) return
    const others = { predicate: ({ queryKey }: Query) => !queryKey.includes(ERASURE) }
    queries.removeQueries({ ...others, type: 'inactive' })
    void queries.invalidateQueries(others)
  }, [erased_at, owner, queries])
  const counts = Object.entries(erased).filter(([, count]) => count > 0)
  return (
    <Alert color="gray" title={t.erase.done(exactly(erased_at))}>
      <List size="sm">
        {counts.map(([kind, count]) => (
          <List.Item key={kind}>
            {kind.replaceAll('_', ' ')}: {count}
          </List.Item>
        ))}
      </List>
      {kept.length > 0 && (
        <Text size="sm" mt="xs">
          {t.erase.kept(kept.map(keptWords).join(', '))}
        </Text>
      )}
    </Alert>
  )
}

function keptWords(kind: string): string {
  const words: Readonly<Partial<Record<string, string>>> = t.erase.keptKinds
  return words[kind] ?? kind.replaceAll('_', ' ')
}
