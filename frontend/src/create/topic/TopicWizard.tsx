/** TopicWizard: topic, outlines, course. Where one is stands in the address. */
import { Stack } from '@mantine/core'
import { useSearchParams } from 'react-router'
import { texts } from '../../texts'
import { Frame } from '../Frame'
import { Outlines } from './Outlines'
import { StepList } from './StepList'
import { TopicForm } from './TopicForm'

const t = texts.create.topic

export default function TopicWizard() {
  const [search] = useSearchParams()
  const jobId = search.get('outlines')
  const isApproved = jobId !== null && search.get('step') === 'generate'
  const step = isApproved ? 2 : jobId === null ? 0 : 1
  return (
    <Frame key={step} title={t.title} lead={t.lead} back="/new" size={step === 1 ? 'lg' : 'md'}>
      <Stack gap="xl">
        <StepList labels={t.steps} current={step} />
        {jobId === null ? <TopicForm /> : <Outlines key={jobId} jobId={jobId} isApproved={isApproved} />}
      </Stack>
    </Frame>
  )
}
