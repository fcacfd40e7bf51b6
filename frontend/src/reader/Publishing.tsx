/** Publishing: who can read a course besides its author, and what changes that. */
import { Alert, Button, Group, List, Text, TextInput } from '@mantine/core'
import { useClipboard } from '@mantine/hooks'
import { useRef } from 'react'
import type { Course } from '../api/types'
import { texts } from '../texts'
import { hasCode, useUnpublish, usePublish, type Publish } from './usePublish'
import classes from './Publishing.module.css'

const t = texts.sharing

/** Findings that are shown; a course with more is generated anew rather than read through. */
const MOST_SHOWN = 10

export function Publishing({ course }: { course: Course }) {
  const publish = usePublish(course.course_id)
  const unpublish = useUnpublish(course.course_id)
  if (course.status === 'generating') return null
  const isDraft = course.status === 'draft'
  const address = course.share ? new URL(course.share.url, window.location.origin).href : null
  const isBusy = publish.isPending || unpublish.isPending
  const ask = (wanted: Publish) => {
    unpublish.reset()
    publish.mutate(wanted)
  }
  const takeBack = () => {
    publish.reset()
    unpublish.mutate()
  }
  const error = publish.error ?? unpublish.error
  const isBlocked = isDraft && hasCode(publish.error, 'quality-blocked')
  return (
    <section className={classes.panel} aria-label={t.title} data-publishing>
      <Text size="sm" role="status">
        <strong>{t.title}:</strong> {isDraft ? t.draft : address === null ? t.published : t.shared}
      </Text>
      {address !== null && <SharedLink address={address} />}
      <Group gap="xs" mt="sm">
        {isDraft && (
          <Button size="xs" variant="default" disabled={isBusy} onClick={() => ask({})}>
            {t.publish}
          </Button>
        )}
        {address === null ? (
          <Button size="xs" variant="default" disabled={isBusy} onClick={() => ask({ link: 'anyone' })}>
            {isDraft ? t.share : t.giveLink}
          </Button>
        ) : (
          <Button size="xs" variant="default" disabled={isBusy} onClick={() => ask({ link: 'none' })}>
            {t.takeLink}
          </Button>
        )}
        {!isDraft && (
          <Button size="xs" variant="default" disabled={isBusy} onClick={takeBack}>
            {t.unpublish}
          </Button>
        )}
      </Group>
      {isBlocked ? (
        <Blocked
          found={course.quality?.findings ?? []}
          isPending={publish.isPending}
          accept={() => ask({ ...publish.variables, accept: true })}
        />
      ) : (
        error && (
          <Alert color="red" mt="sm" role="alert">
            {hasCode(error, 'course-unfinished') ? t.unfinished : error.message}
          </Alert>
        )
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
