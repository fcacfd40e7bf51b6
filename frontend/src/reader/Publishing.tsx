/** Publishing: who can read a course besides its author, and what changes that. */
import { Alert, Button, Group, List, Text, TextInput } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { useRef, useState } from 'react'
import type { Course } from '../api/types'
import { saidOf } from '../components/said'
import { texts } from '../texts'
import type { Publish } from '../api/publishing'
import { hasCode, usePublish } from './usePublish'
import classes from './Publishing.module.css'

const t = texts.sharing

/** Findings that are shown; a course with more is generated anew rather than read through. */
const MOST_SHOWN = 10

export function Publishing({ course }: { course: Course }) {
  const { mutate: ask, error, isPending } = usePublish(course.course_id)
  const [refused, setRefused] = useState<Publish | null>(null)
  const state = useRef<HTMLParagraphElement>(null)
  if (course.status === 'generating') return null
  const isDraft = course.status === 'draft'
  const address = course.share ? new URL(course.share.url, window.location.origin).href : null
  const publish = (wanted: Publish) =>
    ask(wanted, {
      onSuccess: () => setRefused(null),
      onError: error => setRefused(hasCode(error, 'quality-blocked') ? wanted : null),
    })
  // The button that was pressed goes with what was refused.
  const accept = (wanted: Publish) =>
    ask(
      { ...wanted, accept: true },
      {
        onSuccess: () => {
          setRefused(null)
          state.current?.focus()
        },
      },
    )
  const isBlocked = isDraft && refused !== null
  return (
    <section className={classes.panel} aria-label={t.title} data-publishing>
      <Text size="sm" role="status" ref={state} tabIndex={-1}>
        <strong>{t.title}:</strong> {isDraft ? t.draft : address === null ? t.published : t.shared}
      </Text>
      {address !== null && <SharedLink address={address} />}
      <Group gap="xs" mt="sm">
        {isDraft && (
          <Button size="xs" variant="default" disabled={isPending} onClick={() => publish({})}>
            {t.publish}
          </Button>
        )}
        {address === null ? (
          <Button
            size="xs"
            variant="default"
            disabled={isPending}
            onClick={() => publish({ link: 'anyone' })}
          >
            {isDraft ? t.share : t.giveLink}
          </Button>
        ) : (
          <Button size="xs" variant="default" disabled={isPending} onClick={() => publish({ link: 'none' })}>
            {t.takeLink}
          </Button>
        )}
        {!isDraft && (
          <Button size="xs" variant="default" disabled={isPending} onClick={() => ask('unpublish')}>
            {t.unpublish}
          </Button>
        )}
      </Group>
      {isBlocked && (
        <Blocked
          found={course.quality?.findings ?? []}
          isPending={isPending}
          accept={() => accept(refused)}
        />
      )}
      {error && !hasCode(error, 'quality-blocked') && (
        <Alert color="red" mt="sm" role="alert">
          {hasCode(error, 'course-unfinished') ? t.unfinished : saidOf(error).text}
        </Alert>
      )}
    </section>
  )
}

function SharedLink({ address }: { address: string }) {
  const clipboard = useClipboard()
  const field = useRef<HTMLInputElement>(null)
  const copy = () => {
    // Where the browser refuses, what is selected can be copied by hand.
    field.current?.select()
    clipboard.copy(address)
  }
  return (
    <>
      <div className={classes.link}>
        <TextInput
          ref={field}
          size="xs"
          aria-label={t.link}
          value={address}
          readOnly
          onFocus={event => event.currentTarget.select()}
          className={classes.address ?? ''}
        />
        <Button size="xs" onClick={copy}>
          {clipboard.copied ? t.copied : t.copy}
        </Button>
        <Button size="xs" variant="default" component="a" href={address} target="_blank" rel="noopener">
          {t.open}
        </Button>
      </div>
      <Text size="xs" c="dimmed" mt={6} role={clipboard.error ? 'alert' : undefined}>
        {clipboard.error ? t.notCopied : t.wait}
      </Text>
    </>
  )
}

interface BlockedProps {
  found: NonNullable<Course['quality']>['findings']
  isPending: boolean
  accept: () => void
}

/** What blocks the course; a person who has looked at it may publish all the same. */
function Blocked({ found, isPending, accept }: BlockedProps) {
  const blocking = found.filter(one => one.level === 'block')
  return (
    <Alert color="yellow" mt="sm" role="alert" title={t.blocked(blocking.length)}>
      <List size="sm">
        {blocking.slice(0, MOST_SHOWN).map(one => (
          <List.Item key={`${one.rule} ${one.pointer} ${one.message}`}>
            <span dir="auto">{one.message}</span>
          </List.Item>
        ))}
      </List>
      {blocking.length > MOST_SHOWN && <Text size="sm">{t.more(blocking.length - MOST_SHOWN)}</Text>}
      <Button mt="sm" size="xs" variant="default" loading={isPending} onClick={accept}>
        {t.accept}
      </Button>
    </Alert>
  )
}
