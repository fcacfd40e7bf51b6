/** HowItWasMade: a program's level, why it is no better one, and the rules that it was held to. */
import { Title } from '@mantine/core'
import type { Program } from '../api/types'
import { texts } from '../texts'
import { words } from './amounts'
import { usePrinting } from './printing'
import classes from './reader.module.css'

const t = texts.reader.program

export function HowItWasMade({ program, level }: { program: Program; level: NonNullable<Program['level']> }) {
  // The last of them is told by the head as well.
  const { generation_errors, generation_error } = program
  const faults = generation_errors.length ? generation_errors : generation_error ? [generation_error] : []
  return (
    <section className={classes.section} data-level={level}>
      <Title order={2} size="h3">
        {t.level}
      </Title>
      <p>
        <strong>{t.levels[level]}.</strong> {program.level_reason}
      </p>
      {faults.map((fault, index) => (
        <div key={index} className={classes.fault}>
          <p>
            {t.failed(words(fault.level))} <code>{fault.code}</code>
          </p>
          <p className={classes.text} dir="auto">
            {fault.message}
          </p>
        </div>
      ))}
      <Title order={3} size="h5" mt="lg">
        {t.validation}
      </Title>
      <Checks validation={program.validation} />
    </section>
  )
}

function Checks({ validation }: { validation: Program['validation'] }) {
  const isPrinting = usePrinting()
  if (!validation) return <p>{t.unchecked}</p>
  const { rules_checked, violations } = validation
  return (
    <>
      <p>
        {violations.length === 0
          ? t.kept(rules_checked.length)
          : t.broken(violations.length, rules_checked.length)}
      </p>
      {violations.length > 0 && (
        <ul className={classes.list}>
          {violations.map((violation, index) => (
            <li key={index} dir="auto">
              <strong>{violation.where}</strong>: {violation.message} ({words(violation.rule)})
            </li>
          ))}
        </ul>
      )}
      <details className={classes.details} open={isPrinting || undefined}>
        <summary>{t.rules}</summary>
        <p>{rules_checked.map(words).join(', ')}</p>
      </details>
    </>
  )
}
