import { Code } from '@mantine/core'
import { texts } from '../texts'

/** What helps who is asked for help, folded away. */
export function Details({ text }: { text: string }) {
  if (text === '') return null
  return (
    <details style={{ maxWidth: '100%', fontSize: 'var(--mantine-font-size-sm)' }} data-details>
      <summary style={{ cursor: 'pointer' }}>{texts.common.details}</summary>
      <Code
        block
        dir="ltr"
        mt={4}
        style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}
        c="var(--mantine-color-text)"
      >
        {text}
      </Code>
    </details>
  )
}
