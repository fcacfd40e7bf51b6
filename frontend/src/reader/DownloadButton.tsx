/** DownloadButton: asks the service for a file and lets the browser save it. */
import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useMutation } from '@tanstack/react-query'
import { IconDownload } from '@tabler/icons-react'
import type { ApiFile } from '../api/file'
import { texts } from '../texts'

const t = texts.reader.actions

export function DownloadButton({ load }: { load: () => Promise<ApiFile> }) {
  const download = useMutation({
    mutationFn: load,
    onSuccess: save,
    onError: error =>
      notifications.show({
        title: t.downloadFailed,
        message: error.message,
        color: 'red',
        // Whoever looked elsewhere still finds it.
        autoClose: 15_000,
        closeButtonProps: { 'aria-label': texts.common.close },
      }),
  })
  return (
    <Button
      variant="default"
      leftSection={<IconDownload size={18} aria-hidden />}
      aria-label={t.downloadLabel}
      loading={download.isPending}
      onClick={() => download.mutate()}
    >
      {t.download}
    </Button>
  )
}

function save({ name, content }: ApiFile): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
