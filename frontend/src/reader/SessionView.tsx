/** SessionView: one day of training: a table, which on a phone becomes a list of exercises. */
import { Title } from '@mantine/core'
import { texts } from '../texts'
import { duration, number, setsAndRepetitions, words } from './amounts'
import type { Prescription, Session } from './volume'
import classes from './Weeks.module.css'

const t = texts.reader.program

export function SessionView({ session }: { session: Session }) {
  return (
    <section className={classes.session} data-session={session.day}>
      <Title order={4} size="h5" dir="auto">
        <span className={classes.day}>{t.days[session.day - 1]}</span> {session.title}
      </Title>
      {session.notes && (
        <p className={classes.notes} dir="auto">
          {session.notes}
        </p>
      )}
      {/* The roles say again what the elements are: as blocks on a phone they would lose it. */}
      <table className={classes.table} role="table">
        <thead role="rowgroup">
          <tr role="row">
            {Object.values(t.columns).map(column => (
              <th key={column} scope="col" role="columnheader">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {session.exercises.map((exercise, index) => (
            <ExerciseRow key={index} exercise={exercise} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function ExerciseRow({ exercise }: { exercise: Prescription }) {
  const { name, notes, intensity, rest_s, substitutes } = exercise
  const load = loadOf(exercise)
  return (
    <tr role="row">
      <th scope="row" role="rowheader" className={classes.exercise}>
        <span dir="auto">{name}</span>
        {notes && (
          <span className={classes.small} dir="auto">
            {notes}
          </span>
        )}
        {substitutes && substitutes.length > 0 && (
          <span className={classes.small}>
            {t.instead} {substitutes.map(words).join(', ')}
          </span>
        )}
      </th>
      <td role="cell" className={classes.number}>
        {setsAndRepetitions(exercise)}
      </td>
      <td role="cell" data-label={t.columns.load} data-none={load === null || undefined}>
        {load ?? '–'}
      </td>
      <td role="cell" data-label={t.columns.intensity}>
        {intensity ?? '–'}
      </td>
      <td role="cell" data-label={t.columns.rest}>
        {duration(rest_s)}
      </td>
    </tr>
  )
}

/** null: there is nothing to load. */
function loadOf({ load_kg, equipment }: Prescription): string | null {
  if (typeof load_kg === 'number') return `${number(load_kg)} kg`
  return equipment.every(one => one === 'bodyweight' || one === 'cardio_machine') ? null : t.own
}
