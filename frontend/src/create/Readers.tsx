/** Readers: in which language something is written, and for whom. */
import { Autocomplete, SimpleGrid, Textarea } from '@mantine/core'
import { REQUEST } from './limits'
import { texts } from '../texts'
import { LANGUAGES, type ReadersChoice } from './readersChoice'

const t = texts.create.readers

export function Readers({
  value,
  onChange,
}: {
  value: ReadersChoice
  onChange: (value: ReadersChoice) => void
}) {
  return (
    <SimpleGrid cols={{ base: 1, sm: 2 }}>
      <Autocomplete
        label={t.language}
        description={t.languageText}
        data={LANGUAGES}
        value={value.language}
        onChange={language => onChange({ ...value, language })}
        maxLength={REQUEST.language}
        error={value.language.trim() === '' && t.needed}
        required
      />
      <Textarea
        label={t.audience}
        description={t.audienceText}
        placeholder={t.audiencePlaceholder}
        value={value.audience}
        onChange={event => onChange({ ...value, audience: event.currentTarget.value })}
        maxLength={REQUEST.audience}
        autosize
        minRows={1}
        maxRows={4}
      />
    </SimpleGrid>
  )
}
