/** DeleteExam: asks before a stored exam is deleted, and says why where it cannot be. */
import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useApi } from '../../api/context'
import type { ExamSummary } from '../../api/types'
import { EXAMS } from '../../jobs/keys'
import { texts } from '../../texts'

const t = texts.create.exam

export function DeleteExam({ exam, deleted }: { exam: ExamSummary; deleted: (examId: string) => void }) {
  const [asked, setAsked] = useState(false)
  const api = useApi()
  const queries = useQueryClient()
  const remove = useMutation({
    mutationFn: () => api.deleteExam(exam.exam_id),
    onSuccess: () => {
      setAsked(false)
      deleted(exam.exam_id)
      return queries.invalidateQueries({ queryKey: EXAMS })
    },
  })
  const close = () => {
    setAsked(false)
    remove.reset()
  }
  return (
    <>
      <Button
        variant="subtle"
        color="red"
        size="compact-sm"
        aria-label={t.removeNamed(exam.title)}
        onClick={() => setAsked(true)}
      >
        {t.remove}
      </Button>
      <Modal
        opened={asked}
        onClose={close}
        title={t.removing.title}
        centered
        closeButtonProps={{ 'aria-label': texts.common.close }}
      >
        <Stack>
          <Text fw={600} lineClamp={2}>
            {exam.title}
          </Text>
          <Text size="sm">{t.removing.text}</Text>
          {remove.isError && (
            <Alert color="red" title={t.removing.failed}>
              {remove.error.message}
            </Alert>
          )}
          <Group justify="end" gap="sm">
            <Button variant="default" onClick={close} data-autofocus>
              {t.removing.keep}
            </Button>
            <Button color="red" onClick={() => remove.mutate()} loading={remove.isPending}>
              {t.removing.confirm}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  )
}
