/** Sources: references of an exam's questions. An address is a link, anything else is text. */
import { Anchor } from '@mantine/core'
import { safeAddress, type Reference } from './references'
import classes from './reader.module.css'

export function Sources({ references }: { references: readonly Reference[] }) {
  return (
    <ul className={classes.list}>
      {references.map(({ text }) => {
        const address = safeAddress(text)
        return (
          <li key={text} dir="auto">
            {address ? (
              <Anchor href={address} target="_blank" rel="noopener noreferrer nofollow" inherit>
                {text}
              </Anchor>
            ) : (
              text
            )}
          </li>
        )
      })}
    </ul>
  )
}
