/** StoredExams: one of those that are stored already. */
import { Button, Group, Radio, Skeleton, Stack, Text } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useApi } from '../../api/context'
import { Empty, Failure } from '../../components/states'
import { EXAMS } from '../../jobs/keys'
import { OwnedMenu } from '../../owned/OwnedMenu'
import { texts } from '../../texts'
import classes from '../create.module.css'

const t = texts.create.exam
const DATE = new Intl.DateTimeFormat('en', { dateStyle: 'medium' })

interface StoredExamsProps {
  chosen: string | null
  choose: (examId: string | null) => void
}

export function StoredExams({ chosen, choose }: StoredExamsProps) {
  const api = useApi()
  const exams = useInfiniteQuery({
    queryKey: [...EXAMS, 'all'],
    queryFn: ({ pageParam, signal }) => api.exams(pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next_cursor ?? undefined,
  })
  if (exams.isPending) return <Skeleton height={180} radius="lg" />
  if (exams.isError) return <Failure error={exams.error} retry={() => void exams.refetch()} />
  const all = exams.data.pages.flatMap(page => page.exams)
  if (all.length === 0) return <Empty title={t.storedEmpty} text={t.storedEmptyText} />
  return (
    <Stack gap="md" align="stretch">
      <Radio.Group label={t.storedLabel} value={chosen} onChange={choose}>
        <Stack gap="xs" pt="xs">
          {all.map(exam => (
            <Group key={exam.exam_id} wrap="nowrap" gap="xs">
              <Radio.Card value={exam.exam_id} className={classes.choice ?? ''} flex={1} miw={0}>
                <Group wrap="nowrap">
                  <Radio.Indicator />
                  <div>
                    <Text fw={600}>{exam.title}</Text>
                    <Text size="sm" c="dimmed">
                      {t.summary(exam.questions_total, DATE.format(new Date(exam.created_at)))}
                    </Text>
                  </div>
                </Group>
              </Radio.Card>
              <OwnedMenu
                owned={{ kind: 'exam', id: exam.exam_id, title: exam.title }}
                deleted={() => exam.exam_id === chosen && choose(null)}
              />
            </Group>
          ))}
        </Stack>
      </Radio.Group>
      {exams.hasNextPage && (
        <Button
          variant="default"
          onClick={() => void exams.fetchNextPage()}
          loading={exams.isFetchingNextPage}
          style={{ alignSelf: 'center' }}
        >
          {t.more}
        </Button>
      )}
    </Stack>
  )
}
