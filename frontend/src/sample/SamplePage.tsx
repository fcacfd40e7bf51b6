/** SamplePage: a finished course to look at, before one has any; it is nobody's, and says so. */
import { Alert, Button, Group, Stack, Text, VisuallyHidden } from '@mantine/core'
import { IconEye } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Link } from 'react-router'
import { PageTitle } from '../components/PageTitle'
import { Failure } from '../components/states'
import { WayOut } from '../components/WayOut'
import { CoursePathContext, EXAMPLE_PATH, samplePath } from '../reader/addresses'
import { ReaderSkeleton } from '../reader/Frame'
import { ReadCourse } from '../reader/ReadCourse'
import { readableOf } from '../reader/shared'
import { SharedOverview } from '../reader/SharedOverview'
import { useSession } from '../session/session'
import { texts } from '../texts'
import { sample, type Sample } from './sample'

const t = texts.reader.sample

export default function SamplePage() {
  const { data, error, refetch } = useQuery({
    queryKey: ['sample'],
    queryFn: sample,
    staleTime: Infinity,
    retry: false,
  })
  if (data) {
    return (
      <CoursePathContext value={samplePath}>
        <Read sample={data} />
      </CoursePathContext>
    )
  }
  if (!error) return <ReaderSkeleton />
  return (
    <>
      <PageTitle of={texts.common.failed} />
      <VisuallyHidden component="h1">{texts.common.failed}</VisuallyHidden>
      <Failure
        error={error}
        retry={() => void refetch()}
        wayOut={<WayOut to="/new">{texts.shell.create}</WayOut>}
      />
    </>
  )
}

function Read({ sample: { course: shared, exam } }: { sample: Sample }) {
  const { owner } = useSession()
  const course = useMemo(() => readableOf(shared), [shared])
  return (
    <ReadCourse
      course={course}
      exam={exam}
      reader={owner}
      above={() => <IsSample />}
      overview={(chapters, reading) => (
        <SharedOverview shared={shared} course={course} exam={exam} chapters={chapters} reading={reading} />
      )}
    />
  )
}

function IsSample() {
  return (
    <Alert role="note" color="blue" title={t.title} icon={<IconEye aria-hidden />} mb="lg" data-sample>
      <Stack gap="sm" align="start">
        <Text size="sm">{t.text}</Text>
        <Group gap="xs">
          <Button size="xs" component={Link} to={EXAMPLE_PATH}>
            {t.tryExample}
          </Button>
          <Button size="xs" variant="default" component={Link} to="/new">
            {t.own}
          </Button>
        </Group>
      </Stack>
    </Alert>
  )
}
