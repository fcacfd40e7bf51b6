/** SharedPage: a course that is read by its link, without signing in; nothing of it is its author's. */
import { VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useParams } from 'react-router'
import { ApiProblem } from '../api/errors'
import { sharedCourse } from '../api/shared'
import type { SharedCourse } from '../api/types'
import { PageTitle } from '../components/PageTitle'
import { Empty, Failure } from '../components/states'
import { texts } from '../texts'
import { CoursePathContext, sharedPath } from './addresses'
import { ReaderSkeleton } from './Frame'
import { ReadCourse } from './ReadCourse'
import { HIDDEN_EXAM, readableOf } from './shared'
import { SharedOverview } from './SharedOverview'
import classes from './reader.module.css'

export default function SharedPage() {
  const { slug = '' } = useParams()
  const { data, error, refetch } = useQuery({
    queryKey: ['shared', slug],
    queryFn: ({ signal }) => sharedCourse(slug, signal),
  })
  return (
    <CoursePathContext value={sharedPath}>
      {/* A link that is passed on is no page to be found. */}
      <meta name="robots" content="noindex" />
      {data ? (
        <Reader key={slug} shared={data} />
      ) : error ? (
        <NotShown error={error} retry={refetch} />
      ) : (
        <ReaderSkeleton />
      )}
    </CoursePathContext>
  )
}

function NotShown({ error, retry }: { error: Error; retry: () => unknown }) {
  // An address that can be none of a course is refused as such.
  const isNone = error instanceof ApiProblem && (error.status === 404 || error.status === 422)
  return (
    <div className={classes.narrow}>
      <PageTitle of={isNone ? texts.sharing.gone : texts.common.failed} />
      <VisuallyHidden component="h1">{isNone ? texts.sharing.gone : texts.common.failed}</VisuallyHidden>
      {isNone ? (
        <Empty title={texts.sharing.gone} text={texts.sharing.goneText} />
      ) : (
        <Failure error={error} retry={() => void retry()} />
      )}
    </div>
  )
}

function Reader({ shared }: { shared: SharedCourse }) {
  const course = useMemo(() => readableOf(shared), [shared])
  return (
    <ReadCourse
      course={course}
      exam={HIDDEN_EXAM}
      reader=""
      overview={(chapters, reading) => (
        <SharedOverview
          shared={shared}
          course={course}
          exam={HIDDEN_EXAM}
          chapters={chapters}
          reading={reading}
        />
      )}
    />
  )
}
