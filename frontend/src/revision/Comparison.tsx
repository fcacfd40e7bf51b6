/** Comparison: what another version of a lesson changes, word by word. */
import { Button, Stack, Text, Title, VisuallyHidden } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { EditedLesson } from '../api/lessons'
import { revision } from '../texts/revision'
import { compared, type ChangedField } from './compared'
import { shortened, type Shown } from './pieces'
import classes from './revision.module.css'

const t = revision.proposal

export function Comparison({ live, other }: { live: EditedLesson; other: EditedLesson }) {
  const { changed, same } = useMemo(() => compared(live, other), [live, other])
  if (changed.length === 0) return <Text role="status">{t.none}</Text>
  return (
    <Stack gap="md" data-comparison>
      <Text size="sm" c="dimmed">
        {t.legend}
      </Text>
      {changed.map(one => (
        <Field key={one.field} field={one.field} pieces={one.pieces} />
      ))}
      {same.length > 0 && (
        <Text size="sm" c="dimmed">
          {t.same(same.map(field => revision.fields[field]))}
        </Text>
      )}
    </Stack>
  )
}

function Field({ field, pieces }: ChangedField) {
  const [isWhole, setWhole] = useState(false)
  const shown = useMemo(() => (isWhole ? pieces : shortened(pieces)), [isWhole, pieces])
  const isShortened = shown.some(one => one.kind === 'left out')
  return (
    <section data-field={field}>
      <Title order={3} size="h5" mb={4}>
        {revision.fields[field]}
      </Title>
      <div className={classes.text} dir="auto">
        {shown.map((piece, index) => (
          <OnePiece key={index} piece={piece} />
        ))}
      </div>
      {isShortened && (
        <Button
          size="compact-sm"
          variant="subtle"
          aria-label={`${t.showAll}: ${revision.fields[field]}`}
          onClick={() => setWhole(true)}
        >
          {t.showAll}
        </Button>
      )}
    </section>
  )
}

/** Marked by element, by line and by a word that is read out, not by colour alone. */
function OnePiece({ piece }: { piece: Shown }) {
  if (piece.kind === 'same') return piece.text
  if (piece.kind === 'left out') return <span className={classes.leftOut}>{t.leftOut(piece.words)}</span>
  const Marked = piece.kind === 'removed' ? 'del' : 'ins'
  return (
    <Marked className={classes[piece.kind]}>
      <VisuallyHidden> {t[piece.kind]} </VisuallyHidden>
      {piece.text}
      <VisuallyHidden> {t.end} </VisuallyHidden>
    </Marked>
  )
}
